-- Graduation, said slowly and plainly: cohort outcomes of the class of the year (and graduates of the class before
-- in their fifth year), and in years that have it the one-year rate of DASS schools. Rules: methodology.md, section 4.
-- `sinf_history` and its like hold every year's records; a student's groups are those of any record in the four
-- school years that end with the student's class.

-- The latest outcome of each student and school.
CREATE TABLE outcome AS
SELECT student, lea, cds, class, since, reason, completion, later FROM (
  SELECT *, row_number() OVER (PARTITION BY student, cds ORDER BY since DESC, class DESC) AS rank
  FROM (SELECT *, CASE WHEN exit = '' THEN '9999-12-31' ELSE exit END AS since FROM coho))
WHERE rank = 1;

CREATE TABLE left_school AS
SELECT student, lea, cds, class, since,
       CASE
         WHEN class = year THEN CASE
           WHEN since <> '9999-12-31' AND since > year || '-08-15' THEN 'denominator'
           WHEN reason = 'E230' AND (completion = '100' OR completion = '102' AND year >= 2024) THEN 'numerator'
           WHEN reason IN ('T160', 'T165', 'T167') AND later = 'Y' THEN 'out'
           WHEN reason IN ('T180', 'T200', 'T240', 'E130', 'T370') THEN 'out'
           ELSE 'denominator' END
         WHEN class = year - 1 AND year >= 2019 AND since > (year - 1) || '-08-15' AND since <= year || '-08-15'
              AND reason = 'E230' AND (completion = '100' OR completion = '102' AND year >= 2024) THEN 'numerator'
         ELSE 'out' END AS standing
FROM outcome, params;

-- Who is judged by what: `last` is the last school year whose records count for the student's groups.
CREATE TABLE graduating (student INT, lea TEXT, cds TEXT, last INT, since TEXT, standing TEXT, levels TEXT);
INSERT INTO graduating
SELECT student, lea, cds, class, since, standing,
       CASE WHEN year < 2020 AND alternative = 'Y' THEN 'above' ELSE 'all' END
FROM left_school JOIN directory USING (cds), params;

-- DASS schools by one year's students: stays at the school, and the longest of them put together.
CREATE TABLE stay AS
SELECT student, lea, cds, grade, status, start, exit, reason, completion,
       max(start, (year - 1) || '-07-01') AS first_day,
       min(CASE WHEN exit = '' THEN year || '-06-30' ELSE exit END, year || '-08-15') AS last_day
FROM senr JOIN directory USING (cds), params
WHERE year < 2020 AND alternative = 'Y' AND status IN (10, 40);
CREATE TABLE island AS
SELECT student, cds, first_day, last_day,
       sum(is_new) OVER (PARTITION BY student, cds ORDER BY first_day, last_day) AS number FROM (
  SELECT *, coalesce(julianday(first_day) - julianday(max(last_day) OVER (
              PARTITION BY student, cds ORDER BY first_day, last_day
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) > 31, 1) AS is_new
  FROM stay WHERE last_day >= first_day);
CREATE TABLE longest AS
SELECT student, cds, max(days) AS days FROM (
  SELECT student, cds, julianday(max(last_day)) - julianday(min(first_day)) + 1 AS days
  FROM island GROUP BY student, cds, number)
GROUP BY student, cds;
INSERT INTO graduating
SELECT s.student, s.lea, s.cds, year, s.start,
       CASE
         WHEN reason = 'E230' AND completion IN ('100', '250', '320', '330') AND exit <= year || '-08-15' THEN
           CASE WHEN exit > year || '-06-30' THEN 'numerator'
                WHEN coalesce(days, 0) >= CASE
                  WHEN grade IN (11, -1) OR status = 40 OR EXISTS (
                    SELECT 1 FROM sprg_history p WHERE p.student = s.student AND p.lea = s.lea
                      AND program IN (190, 193) AND p.year BETWEEN params.year - 3 AND params.year) THEN 30
                  ELSE 90 END THEN 'numerator'
                ELSE 'out' END
         WHEN grade <> 12 THEN 'out'
         WHEN reason IN ('T160', 'T165', 'T167', 'T180', 'T200', 'T240', 'E130', 'T370') THEN 'out'
         WHEN coalesce(days, 0) >= 90 THEN 'denominator'
         ELSE 'out' END,
       'school'
FROM (SELECT *, row_number() OVER (PARTITION BY student, cds ORDER BY start DESC, grade DESC) AS rank FROM stay) s
LEFT JOIN longest USING (student, cds), params WHERE rank = 1;

-- Groups over the years that count.
CREATE TABLE cohort_member AS
SELECT DISTINCT g.student, g.lea, g.last, m.grp FROM graduating g JOIN (
  SELECT student, lea, year, 'SED' AS grp FROM sprg_history WHERE program IN (135, 181, 182, 191, 193)
  UNION ALL SELECT student, lea, year, 'SED' FROM sinf_history WHERE parent_education = 14
  UNION ALL SELECT student, lea, year, 'HOM' FROM sprg_history WHERE program = 191
  UNION ALL SELECT student, lea, year, 'FOS' FROM sprg_history WHERE program IN (190, 193)
  UNION ALL SELECT student, lea, year, 'EL' FROM sela_history WHERE status = 'EL'
  UNION ALL SELECT student, lea, h.year, 'LTEL' FROM sela_history h, params
            WHERE status = 'EL' AND params.year >= 2024 AND start BETWEEN '1900' AND printf('%04d-06-30', h.year - 7)
  UNION ALL SELECT student, lea, h.year, 'SWD' FROM sped_history h, params WHERE params.year >= 2019
  UNION ALL SELECT student, lea, h.year, 'SWD' FROM sprg_history h, params WHERE params.year < 2019 AND program = 144
) m ON m.student = g.student AND m.lea = g.lea AND m.year BETWEEN g.last - 3 AND g.last;

-- The race of the latest year: what the school reported, or else the school with the greatest code.
CREATE TABLE cohort_race AS
SELECT student, lea, cds, last, race FROM (
  SELECT g.student, g.lea, g.cds, g.last, s.race, row_number() OVER (
           PARTITION BY g.student, g.cds, g.last ORDER BY s.year DESC, s.cds = g.cds DESC, s.cds DESC) AS rank
  FROM graduating g JOIN sinf_history s
    ON s.student = g.student AND s.lea = g.lea AND s.year BETWEEN g.last - 3 AND g.last)
WHERE rank = 1;
CREATE TABLE cohort_accountable AS
SELECT student, lea, last, district FROM (
  SELECT g.student, g.lea, g.last, s.district,
         row_number() OVER (PARTITION BY g.student, g.lea, g.last ORDER BY s.year DESC, s.district DESC) AS rank
  FROM graduating g JOIN sped_history s
    ON s.student = g.student AND s.lea = g.lea AND s.year BETWEEN g.last - 3 AND g.last, params
  WHERE params.year >= 2020)
WHERE rank = 1;

CREATE TABLE cohort_part AS
SELECT cds AS entity, * FROM graduating WHERE levels <> 'above'
UNION ALL
SELECT CASE WHEN coalesce(a.district, '') = '' THEN substr(g.cds, 1, 7) ELSE a.district END || '0000000', g.*
FROM graduating g JOIN directory USING (cds)
LEFT JOIN cohort_accountable a ON a.student = g.student AND a.lea = g.lea AND a.last = g.last
WHERE charter = 'N' AND levels <> 'school'
UNION ALL SELECT substr(cds, 1, 2) || '000000000000', * FROM graduating WHERE levels <> 'school'
UNION ALL SELECT '00000000000000', * FROM graduating WHERE levels <> 'school';

-- The last outcome of each student at each entity decides.
CREATE TABLE cohort_standing AS
SELECT entity, student, cds, last, standing FROM (
  SELECT *, row_number() OVER (PARTITION BY entity, student ORDER BY since DESC, cds DESC) AS rank FROM cohort_part)
WHERE rank = 1 AND standing <> 'out';

INSERT INTO answer
SELECT 'GRAD', entity, grp, sum(standing = 'numerator'), count(*) FROM (
  SELECT entity, student, 'ALL' AS grp, standing FROM cohort_standing
  UNION ALL
  SELECT s.entity, s.student, r.race, s.standing
  FROM cohort_standing s JOIN cohort_race r USING (student, cds, last) WHERE r.race <> ''
  UNION ALL
  SELECT s.entity, s.student, m.grp, s.standing
  FROM cohort_standing s JOIN (SELECT DISTINCT p.entity, p.student, m.grp
                               FROM cohort_part p JOIN cohort_member m USING (student, lea, last)) m
       USING (entity, student))
GROUP BY entity, grp;
