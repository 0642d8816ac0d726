// SPDX-License-Identifier: Apache-2.0
// The baseline of the student-record figures: DuckDB loads the same files and counts chronic absenteeism and
// suspension for every school, district, county and the state, and every student group, as tests/reference does.
//
//   node duckdb_baseline.mjs FOLDER YEAR ROUNDS
//
// Prints one JSON object: seconds for each file's load, and the best of ROUNDS for the counting; two threads.
import { DuckDBInstance } from '@duckdb/node-api';

const [folder, year, rounds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();

// Where the fields stand, from 1, and how each is read.
const RACE = `CASE WHEN c23 = 'Y' THEN 'HI' WHEN c26 <> '' AND left(c26, 1) <> left(c25, 1) THEN 'MR'
  ELSE coalesce(map {'1': 'AI', '2': 'AS', '3': 'PI', '4': 'FI', '6': 'AA', '7': 'WH'}[left(c25, 1)], '') END`;
const days = (n) => `CAST(CAST(c${n} AS DECIMAL(7, 2)) * 100 AS INTEGER)`;
const TABLES = {
  senr: { width: 39, lea: 4, school: 5, student: 8, columns: { start: 'CAST(c22 AS INTEGER)', status: 'CAST(c23 AS INTEGER)',
    grade: `CASE WHEN c24 IN ('TK', 'KN') THEN 0 ELSE CAST(c24 AS INTEGER) END` } },
  sinf: { width: 42, lea: 6, school: 7, student: 9, columns: { race: RACE, parent_education: 'CAST(c38 AS INTEGER)' } },
  sprg: { width: 25, lea: 4, school: 5, student: 7, columns: { program: 'CAST(c13 AS INTEGER)' } },
  sela: { width: 15, lea: 4, school: 5, student: 7, columns: { status: 'c13', start: 'CAST(c14 AS INTEGER)' } },
  sped: { width: 16, lea: 4, school: 5, student: 7, columns: { district: 'c16' } },
  stas: { width: 21, lea: 4, school: 5, student: 7, columns: { exempt: 'c13', expected: days(15), attended: days(16),
    absent: [17, 19, 20, 21].map(days).join(' + ') } },
  sirs: { width: 17, lea: 4, school: 5, student: 7, columns: { result: 'CAST(c14 AS INTEGER)', duration: days(16) } },
};

async function seconds(work) {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

async function load(name, { width, lea, school, student, columns }) {
  const types = Array.from({ length: width }, (_, i) => `'c${i + 1}': 'VARCHAR'`).join(', ');
  const fields = Object.entries(columns).map(([column, expression]) => `${expression} AS ${column}`).join(', ');
  await connection.run(`CREATE OR REPLACE TABLE ${name} AS
    SELECT CAST(c${student} AS BIGINT) AS student, c${lea} AS lea, c${lea} || c${school} AS cds, ${fields}
    FROM read_csv('${folder}/${name}-${year}-synthetic.txt', delim = '^', header = false, quote = '', escape = '',
                  nullstr = '\\N', columns = {${types}}, auto_detect = false)`);
}

const COUNT = `
WITH enrolled AS (
  SELECT student, cds, any_value(lea) AS lea, max(start * 100 + grade) AS latest FROM senr
  WHERE status IN (10, 30) GROUP BY student, cds),
member AS (
  SELECT student, lea, bit_or(bits) AS bits FROM (
    SELECT student, lea, CASE WHEN program IN (135, 181, 182, 191, 193) THEN 1 ELSE 0 END
      | CASE WHEN program = 191 THEN 2 ELSE 0 END | CASE WHEN program IN (190, 193) THEN 4 ELSE 0 END AS bits FROM sprg
    UNION ALL SELECT student, lea, 1 FROM sinf WHERE parent_education = 14
    UNION ALL SELECT student, lea, 8 | CASE WHEN start <= (${year} - 7) * 10000 + 630 THEN 16 ELSE 0 END
      FROM sela WHERE status = 'EL'
    UNION ALL SELECT student, lea, 32 FROM sped)
  GROUP BY student, lea),
accountable AS (SELECT student, lea, max(district) AS district FROM sped GROUP BY student, lea),
profile AS (
  SELECT e.*, coalesce(s.race, '') AS race, coalesce(m.bits, 0) AS bits, coalesce(a.district, '') AS district
  FROM enrolled e LEFT JOIN sinf s ON s.student = e.student AND s.cds = e.cds
  LEFT JOIN member m ON m.student = e.student AND m.lea = e.lea
  LEFT JOIN accountable a ON a.student = e.student AND a.lea = e.lea),
suspended AS (SELECT student, cds, sum(duration) AS days FROM sirs WHERE result IN (100, 110) GROUP BY student, cds),
share AS (
  SELECT 'CHRO' AS indicator, p.*, t.expected, t.attended, t.absent AS days
  FROM profile p JOIN stas t ON t.student = p.student AND t.cds = p.cds WHERE t.exempt = 'N'
  UNION ALL
  SELECT 'SUSP', p.*, 0, 0, coalesce(r.days, 0) FROM profile p
  LEFT JOIN suspended r ON r.student = p.student AND r.cds = p.cds),
part AS (
  SELECT cds AS entity, * FROM share
  UNION ALL SELECT CASE WHEN district = '' THEN left(s.cds, 7) ELSE district END || '0000000', s.*
    FROM share s JOIN directory d ON d.cds = s.cds WHERE d.charter = 'N'
  UNION ALL SELECT left(cds, 2) || '000000000000', * FROM share
  UNION ALL SELECT '00000000000000', * FROM share),
total AS (
  SELECT indicator, entity, student, sum(expected) AS expected, sum(attended) AS attended, sum(days) AS days,
         max(latest) % 100 AS grade, arg_max(race, latest) AS race, bit_or(bits) AS bits
  FROM part GROUP BY indicator, entity, student),
standing AS (
  SELECT indicator, entity, race, bits,
         CASE WHEN indicator = 'CHRO' THEN 100 * days >= 10 * expected ELSE days >= 100 END AS counted
  FROM total
  WHERE CASE WHEN indicator = 'CHRO' THEN grade <= 8 AND expected >= 3100 AND attended > 0 ELSE true END),
grouped AS (
  SELECT indicator, entity, race, bits, sum(CAST(counted AS INTEGER)) AS numerator, count(*) AS denominator
  FROM standing GROUP BY indicator, entity, race, bits)
SELECT indicator, entity, grp, sum(numerator), sum(denominator) FROM (
  SELECT indicator, entity, 'ALL' AS grp, numerator, denominator FROM grouped
  UNION ALL SELECT indicator, entity, race, numerator, denominator FROM grouped WHERE race <> ''
  UNION ALL SELECT indicator, entity, g.grp, numerator, denominator FROM grouped
    JOIN (VALUES ('SED', 1), ('HOM', 2), ('FOS', 4), ('EL', 8), ('LTEL', 16), ('SWD', 32)) g(grp, bit) ON bits & g.bit <> 0)
GROUP BY indicator, entity, grp`;

await connection.run(`CREATE TABLE directory AS SELECT CDSCode AS cds, Charter AS charter
  FROM read_csv('${folder}/directory-${year}-synthetic.txt', delim = '\t', header = true, all_varchar = true)`);
const answer = { load: {}, count: Infinity };
for (const [name, table] of Object.entries(TABLES)) answer.load[name] = await seconds(() => load(name, table));
for (let round = 0; round < rounds; round += 1) {
  answer.count = Math.min(answer.count, await seconds(() => connection.run(`CREATE OR REPLACE TABLE answer AS ${COUNT}`)));
}
const state = await connection.runAndReadAll(`SELECT indicator, CAST(sum(denominator) AS INTEGER) FROM (
  SELECT indicator, "sum(denominator)" AS denominator FROM answer WHERE entity = '00000000000000' AND grp = 'ALL')
  GROUP BY indicator ORDER BY indicator`);
answer.students = Object.fromEntries(state.getRows());
console.log(JSON.stringify(answer));
