"""How things look. Pages draw with these functions; each takes the parts of views/parts.py by attribute.

Page file:  `from ui.page import Page`, `PAGE = Page(path="course", title="course.title", requires="course")`,
`def render(viewer)`: the frame (header bar, sidebar, footer) is drawn by app.py, the page draws what is between.

    scope_bar.draw(header, units=choices, unit=code, terms=ids, term=id, week=9, export=(build, "course.xlsx"))
    finding.sentences(sentences)            one to three, 20 px on the bare page
    finding.since(since)                    what changed, one quiet line;  finding.note(sentence)
    tiles.strip(tiles)                      the tile strip
    layout.card(key, title, sub=, side=)    context manager: a white card;  layout.columns("wide"|"list"|"even"|"third")
    layout.bare(title, side=)               a section on the bare page;  layout.fold(title);  layout.tabs(titles)
    scale.rows(rows, legend=, compact=)     scale rows (anchors or scores); compact beside a radar
    figures.intervals(Intervals)            ranked interval bars with the text column
    figures.heat_map(HeatMap)
    charts.radar|waterfall|weeks|ridges|funnel(part, key=)
    tables.table(Table, caption=)
    people.portrait(Portrait)               people.facts(facts)   people.gaps(gaps)
    lists.items(items, avatars=, columns=)  lists.timeline(items)   lists.limits(cells)   lists.counted(sentences)
    lists.person_head(name, facts, side)    lists.heading(title, side)
    worklist.frame() / worklist.row(row, selected=, opened=) / worklist.foot(left, right)
    notices.refusal(Refusal)                a view's designed state;  notices.state(name)   notices.no_data(sentence)
    filters.chosen("id")  filters.term()    what the address names
    filters.choices|select|pick|slider      choices kept in the address
    filters.export(build, file_name)        导出 Excel, built when asked for
    text.html(value)  text.plain(value)     any part as HTML or as words;  i18n.t(key)

Where a title is expected, a Sentence, a Name or a plain (already translated) str will do.
"""
