#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a fresh clone to a report: installs what is needed, builds `sos`, loads files, prints who is eligible and why, and
# names the command that serves pages of it.
#
#   deploy/quickstart.sh                 a small synthetic county, made by the program itself
#   deploy/quickstart.sh FILE...         official files of the state
#
# SOS_QUICKSTART_DIR (default: build/quickstart) holds the data and the HTML report.
# SOS_QUICKSTART_PROGRAM names a `sos` that is there already; nothing is installed or built then.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
files=()
for file in "$@"; do files+=("$(realpath "$file")"); done
cd "$root"

sos="${SOS_QUICKSTART_PROGRAM:-}"
if [ -z "$sos" ]; then
  deploy/install.sh build
  echo "Building (the first time takes some minutes on two cores) ..."
  [ -f build/build.ninja ] || cmake -S . -B build -G Ninja -DBUILD_TESTING=OFF -DSOS_BENCHMARK=OFF >/dev/null
  if [ -t 1 ]; then
    cmake --build build --target sos
  else
    # On a pipe: how far it is, once a minute.
    log="$(mktemp)"
    cmake --build build --target sos >"$log" 2>&1 &
    building=$!
    minutes=0
    while kill -0 "$building" 2>/dev/null; do
      for ((i = 0; i < 60; i++)); do
        kill -0 "$building" 2>/dev/null || break 2
        sleep 1
      done
      minutes=$((minutes + 1))
      echo "  $minutes min: $(grep -oE '^\[[0-9]+/[0-9]+\]' "$log" | tail -1) steps"
    done
    wait "$building" || { cat "$log"; exit 1; }
    rm -f "$log"
  fi
  sos="$root/build/bin/sos"
fi

work="${SOS_QUICKSTART_DIR:-$root/build/quickstart}"
rm -rf "$work"
mkdir -p "$work"
synthetic=false
if [ "${#files[@]}" -eq 0 ]; then
  synthetic=true
  echo "No files named: using a synthetic county. Nothing in it is real."
  mapfile -t files < <("$sos" sample --output "$work/files")
fi

echo
echo "== Taking in ${#files[@]} files =="
"$sos" ingest --data-dir "$work/data" --format csv --output "$work/ingested.csv" "${files[@]}"
count_rows() { # count_rows FILE
  awk -F, 'NR > 1 {rows += $(NF-2); bad += $(NF-1)} END {printf "%d rows accepted, %d quarantined, revision %s\n", rows, bad, $NF}' "$1"
}
count_rows "$work/ingested.csv"

# Runs awk on CSV: commas within quotes do not separate, quotes are taken off.
csv_awk() { # csv_awk PROGRAM FILE
  awk '{
    out = ""; quoted = 0
    for (i = 1; i <= length($0); i++) {
      c = substr($0, i, 1)
      if (c == "\"") quoted = !quoted
      else out = out (c == "," && quoted ? "\001" : c)
    }
    print out
  }' "$2" | awk -F, '{for (i = 1; i <= NF; i++) gsub("\001", ",", $i)} '"$1"
}

# The newest year with determinations, and the LEA with the most student groups in it.
"$sos" eligibility --data-dir "$work/data" --format csv --output "$work/eligibility.csv" || {
  echo "These files do not decide any eligibility; see: $sos results --data-dir $work/data"
  exit 0
}
year=$(csv_awk 'NR > 1 && $1 > y {y = $1} END {print y}' "$work/eligibility.csv")
echo
echo "== Eligible for differentiated assistance, $year =="
csv_awk '$1 == '"$year"' {n++} $1 == '"$year"' && $5 == "yes" {e++; if (e <= 12) printf "  %-40s %-35s %s\n", $3, $6, $7}
  END {if (e > 12) print "  ..."; printf "%d of %d LEAs (student group:letter)\n", e, n}' "$work/eligibility.csv"
lea=$(csv_awk '$1 == '"$year"' && $8 + 0 > most + 0 {most = $8; lea = $2} $1 == '"$year"' {any = $2} END {print lea ? lea : any}' \
  "$work/eligibility.csv")

echo
echo "== One LEA's report =="
"$sos" report --data-dir "$work/data" --entity "$lea" --year "$year"
"$sos" report --data-dir "$work/data" --entity "$lea" --year "$year" --format html --output "$work/report.html"
if $synthetic; then
  next=$((year + 1))
  "$sos" generate --years "$next" --output "$work/records" >/dev/null
  echo
  echo "== The $next Dashboard before it is published: from student records =="
  "$sos" ingest --data-dir "$work/data" --format csv --output "$work/records.csv" "$work/records"
  count_rows "$work/records.csv"
  "$sos" readiness --data-dir "$work/data" --year "$next"
  echo
  "$sos" results --data-dir "$work/data" --year "$next" --entity "$lea" --group ALL
fi

echo
echo "The same as a page:   ${work#"$root"/}/report.html"
echo "Ask further:          build/bin/sos --help"
echo "On this data:         build/bin/sos results --data-dir ${work#"$root"/}/data --year $year"
echo "All of it as pages:   build/bin/sos serve --data-dir ${work#"$root"/}/data"
echo "Then open:            http://localhost:8088/"
