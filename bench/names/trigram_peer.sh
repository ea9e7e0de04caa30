#!/bin/sh
# The same questions to PostgreSQL's pg_trgm behind a GIN index: recall in the first ten and time.
#   sallyport_names_bench search --names 1000000 --each 100 --write DIR
#   bench/names/trigram_peer.sh DIR
# Skipped, saying so, where PostgreSQL's server is not installed from the system's packages.
set -eu
folder=${1:?the folder that --write made}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1 || true)
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ]; then
  echo "skipped: PostgreSQL is not installed (postgresql, postgresql-contrib)"
  exit 0
fi
work=$(mktemp -d)
trap '"$bin/pg_ctl" -D "$work/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
if [ "$(id -u)" = 0 ]; then
  chown postgres "$work"
  as() { su postgres -c "$*"; }
else
  as() { sh -c "$*"; }
fi
cp "$folder/names.tsv" "$folder/queries.tsv" "$work"
chmod 644 "$work"/*.tsv
chmod 755 "$work"
as "$bin/initdb -D $work/data -A trust" >/dev/null
options="-k $work -h \"\" -c shared_buffers=512MB -c max_parallel_workers_per_gather=0"
as "$bin/pg_ctl -D $work/data -w -l $work/log -o '$options' start" >/dev/null
sql() { as "psql -X -q -h $work -d postgres $*"; }
cat >"$work/load.sql" <<SQL
CREATE EXTENSION pg_trgm;
CREATE TABLE names(id int, name text);
CREATE TABLE queries(id text, text text);
\\copy names FROM '$work/names.tsv'
\\copy queries FROM '$work/queries.tsv'
CREATE INDEX ON names USING gin(name gin_trgm_ops);
ANALYZE names;
SQL
cat >"$work/ask.sql" <<SQL
SET pg_trgm.similarity_threshold = 0.3;
SET jit = off;
SELECT split_part(q.id, '/', 1) AS kind, count(*) AS asked,
       round(avg((h.found)::int), 3) AS recall_at_10
FROM queries q, LATERAL (
  SELECT bool_or(n.id = split_part(q.id, '/', 3)::int) AS found
  FROM (SELECT id FROM names WHERE name % q.text
        ORDER BY similarity(name, q.text) DESC LIMIT 10) n) h
GROUP BY 1 ORDER BY 1;
SQL
chmod 644 "$work"/*.sql
sql "-f $work/load.sql"
start=$(date +%s%N)
sql "-f $work/ask.sql"
all=$(wc -l <"$work/queries.tsv")
echo "$all questions, $((($(date +%s%N) - start) / 1000 / all)) us each by the clock, one process"
