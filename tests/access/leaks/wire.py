"""What leaves the server when a page is opened: every message of the run, as the browser gets it."""

from __future__ import annotations

import json

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

LIMIT_SECONDS = 60


def opened(port: int, page: str, *, search: str | None = None, **query: str | None) -> str:
    """All that one opening sends, as one text: words, frames, drawings and their tips; after a search, of that run."""
    given = "&".join(f"{name}={value}" for name, value in query.items() if value is not None)
    with connect(
        f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None, compression=None
    ) as channel:
        channel.send(_asked(page, given).SerializeToString())
        messages = _until_finished(channel)
        if search is not None:
            again = _asked(page, given)
            state = again.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = _search_box(messages), search
            channel.send(again.SerializeToString())
            messages = _until_finished(channel)
    return "\n".join(_text(message) for message in messages)


def _asked(page: str, query: str) -> BackMsg:
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    message.rerun_script.context_info.locale = "zh-CN"
    message.rerun_script.context_info.timezone = "Asia/Shanghai"
    return message


def _until_finished(channel) -> list[ForwardMsg]:
    found = []
    while True:
        message = ForwardMsg()
        message.ParseFromString(channel.recv(timeout=LIMIT_SECONDS))
        found.append(message)
        kind = message.WhichOneof("type")
        if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return found


def _search_box(messages: list[ForwardMsg]) -> str:
    boxes = [
        message.delta.new_element.text_input.id
        for message in messages
        if message.WhichOneof("type") == "delta"
        and message.delta.new_element.WhichOneof("type") == "text_input"
    ]
    return next(box for box in boxes if "search_" in box)


def _text(message: ForwardMsg) -> str:
    """The message as text; what JSON writes in escapes is written out."""
    raw = message.SerializeToString().decode("utf-8", errors="replace")
    return raw + _unescaped(raw) if "\\u" in raw else raw


def _unescaped(raw: str) -> str:
    import re

    return re.sub(
        r"\\u([0-9a-fA-F]{4})",
        lambda found: json.loads(f'"{found[0]}"') if not found[1].lower().startswith("d") else "",
        raw,
    )
