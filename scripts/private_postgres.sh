#!/bin/sh
# Start or stop a PostgreSQL server of our own in a folder: `private_postgres.sh start DIR PORT`, `... stop DIR`.
# Prints the SQLAlchemy address of its administrator. PostgreSQL refuses to run as root: then the account `postgres` runs it.
set -eu
verb="$1" folder="$2"
bin=$(dirname "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -1)")
[ -x "$bin/initdb" ] || bin=$(dirname "$(command -v initdb)")

as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

case "$verb" in
start)
    port="$3"
    mkdir -p "$folder"
    [ "$(id -u)" -ne 0 ] || chown postgres "$folder"
    if [ ! -d "$folder/data" ]; then
        as_server "$bin/initdb" -D "$folder/data" -U huaxiang -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder.initdb.log" 2>&1
    fi
    # A server for tests and benches that is thrown away: no waiting for the disk, nothing kept for a replica or a recovery.
    as_server "$bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/server.log" \
        -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c checkpoint_timeout=1h -c max_connections=100 -c shared_buffers=256MB" \
        start >/dev/null
    echo "postgresql+psycopg://huaxiang@127.0.0.1:$port/postgres"
    ;;
stop)
    as_server "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null
    ;;
*)
    echo "usage: private_postgres.sh start DIR PORT | stop DIR" >&2
    exit 2
    ;;
esac
