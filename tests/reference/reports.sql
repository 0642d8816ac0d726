-- Chronic absenteeism and suspension from CALPADS reports 14.2, 7.12 and 8.1, graduation from 15.2 of two classes and 1.23, said slowly
-- and plainly. Groups are those of 8.1, 16.14 and 5.7. Days are hundredths.

-- Enrollments that count, the latest one of each student and school. One without a status is a primary one.
CREATE TABLE enrolled AS
SELECT year, student, lea, cds, charter, start, grade FROM (
  SELECT p.*, d.charter, row_number() OVER (PARTITION BY year, student, cds ORDER BY start DESC, grade DESC) AS rank
  FROM profile p JOIN directory d USING (cds) WHERE status IN ('10', '30', ''))
WHERE rank = 1;

-- The race of a student: what the school reported, or else the LEA's school with the greatest code.
CREATE INDEX profile_key ON profile (year, student, lea);
CREATE TABLE profile_race AS
SELECT year, student, lea, own AS cds, race FROM (
  SELECT e.year, e.student, e.lea, e.cds AS own, r.race, row_number() OVER (
           PARTITION BY e.year, e.student, e.lea, e.cds ORDER BY p.cds = e.cds DESC, p.cds DESC) AS rank
  FROM enrolled e JOIN profile p ON p.year = e.year AND p.student = e.student AND p.lea = e.lea JOIN race_word r ON r.word = p.race)
WHERE rank = 1;
CREATE INDEX profile_race_key ON profile_race (year, student, lea, cds);

-- The other groups, by any row of the LEA in the year.
CREATE TABLE profile_member AS
SELECT year, student, lea, 'HOM' AS grp FROM profile WHERE homeless = 'Y'
UNION SELECT year, student, lea, 'SED' FROM profile WHERE disadvantaged = 'Y'
UNION SELECT year, student, lea, 'SWD' FROM profile WHERE disabled = 'Y'
UNION SELECT year, student, lea, 'SWD' FROM plan
UNION SELECT year, student, lea, 'FOS' FROM foster
UNION SELECT year, student, lea, 'EL' FROM profile WHERE language = 'EL'
UNION SELECT year, student, lea, 'LTEL' FROM profile
      WHERE language = 'EL' AND year >= 2024 AND language_start <> '' AND language_start <= (year - 7) || '-06-30';
CREATE INDEX profile_member_key ON profile_member (year, student, lea);

-- The district accountable for a student with disabilities.
CREATE TABLE accountable AS
SELECT year, student, lea, max(district) AS district FROM plan GROUP BY year, student, lea;

-- What each school has to tell of each student: days expected, attended, and absent or suspended.
CREATE TABLE told AS
SELECT 'CHRO' AS indicator, e.*, sum(a.expected) AS expected, sum(a.attended) AS attended, sum(a.absent) AS days
FROM enrolled e JOIN absence a ON a.year = e.year AND a.student = e.student AND a.cds = e.cds
GROUP BY e.year, e.student, e.lea, e.cds
UNION ALL
SELECT 'SUSP', e.*, 0, 0, coalesce(sum(i.days), 0)
FROM enrolled e LEFT JOIN incident i ON i.year = e.year AND i.student = e.student AND i.cds = e.cds AND i.result IN ('100', '110')
GROUP BY e.year, e.student, e.lea, e.cds;

CREATE TABLE told_part AS
SELECT t.cds AS entity, t.* FROM told t
UNION ALL
SELECT CASE WHEN coalesce(a.district, '') = '' THEN substr(t.cds, 1, 7) ELSE a.district END || '0000000', t.*
FROM told t LEFT JOIN accountable a USING (year, student, lea) WHERE t.charter = 'N'
UNION ALL SELECT substr(t.cds, 1, 2) || '000000000000', t.* FROM told t
UNION ALL SELECT '00000000000000', t.* FROM told t;

-- Each student once in each entity: days added up, the grade and race of the latest enrollment.
CREATE TABLE told_total AS
SELECT indicator, year, entity, student, lea, cds,
       CASE WHEN indicator = 'CHRO' THEN 100 * days >= 10 * expected ELSE days >= 100 END AS counted
FROM (SELECT indicator, year, entity, student, lea, cds, grade,
             row_number() OVER (PARTITION BY indicator, year, entity, student ORDER BY start DESC, cds DESC, grade DESC) AS rank,
             sum(expected) OVER (PARTITION BY indicator, year, entity, student) AS expected,
             sum(attended) OVER (PARTITION BY indicator, year, entity, student) AS attended,
             sum(days) OVER (PARTITION BY indicator, year, entity, student) AS days
      FROM told_part)
WHERE rank = 1 AND CASE WHEN indicator = 'CHRO' THEN grade BETWEEN 0 AND 8 AND expected >= 3100 AND attended > 0
                        ELSE grade BETWEEN 0 AND 12 END;
CREATE INDEX told_total_key ON told_total (indicator, year, entity, student);

INSERT INTO answer
SELECT year, indicator, entity, grp, sum(counted), count(*), NULL, 0, NULL, NULL, NULL FROM (
  SELECT year, indicator, entity, 'ALL' AS grp, counted FROM told_total
  UNION ALL
  SELECT t.year, t.indicator, t.entity, r.race, t.counted FROM told_total t JOIN profile_race r USING (year, student, lea, cds)
  WHERE r.race <> ''
  UNION ALL
  SELECT t.year, t.indicator, t.entity, m.grp, t.counted
  FROM (SELECT DISTINCT p.indicator, p.year, p.entity, p.student, m.grp FROM told_part p JOIN profile_member m USING (year, student, lea)) m
  JOIN told_total t USING (indicator, year, entity, student))
GROUP BY year, indicator, entity, grp;

-- The cohort: everyone of the class, and those of the class before who had not graduated in four years and are among those who did this
-- year, at the school where they did. Fifth-year graduates alone are no cohort.
CREATE TABLE cohort AS
SELECT o.class AS year, o.*, category = 'HSDiplomaGraduate' AS graduated, category = 'RemovedFromCohort' AS removed FROM outcome o
UNION ALL
SELECT o.class + 1, o.class, o.lea, c.cds, o.student, o.category, o.race, o.disabled, o.disadvantaged, o.learner, o.long_term, o.homeless,
       o.requirements, o.seal, o.apprenticeship, 1, 0
FROM outcome o
JOIN (SELECT year, lea, student, max(cds) AS cds FROM completer WHERE completion IN ('100', '102') GROUP BY year, lea, student) c
     ON c.year = o.class + 1 AND c.lea = o.lea AND c.student = o.student
WHERE o.category NOT IN ('HSDiplomaGraduate', 'RemovedFromCohort')
  AND EXISTS (SELECT 1 FROM outcome n WHERE n.class = o.class + 1 AND n.lea = o.lea);

-- What the four school years that end with the student's class say beside it: the race, where 15.2 has none, of the latest year, of the
-- own school or else the one with the greatest code; and the accountable district of the latest year.
CREATE TABLE looked_back AS
SELECT year, class, student, lea, cds, race FROM (
  SELECT c.year, c.class, c.student, c.lea, c.cds, r.race, row_number() OVER (
           PARTITION BY c.year, c.class, c.student, c.lea, c.cds ORDER BY p.year DESC, p.cds = c.cds DESC, p.cds DESC) AS rank
  FROM cohort c JOIN profile p ON p.year BETWEEN c.class - 3 AND c.class AND p.student = c.student AND p.lea = c.lea
  JOIN race_word r ON r.word = p.race)
WHERE rank = 1;
CREATE TABLE cohort_accountable AS
SELECT class, student, lea, district FROM (
  SELECT c.class, c.student, c.lea, a.district, row_number() OVER (
           PARTITION BY c.class, c.student, c.lea ORDER BY a.year DESC) AS rank
  FROM cohort c JOIN accountable a ON a.year BETWEEN c.class - 3 AND c.class AND a.student = c.student AND a.lea = c.lea)
WHERE rank = 1;

-- Who left one LEA is judged by the other, and a graduate is one: of the rows of a student, one of a graduate decides first.
CREATE TABLE standing AS
SELECT c.*, d.charter, CASE WHEN removed THEN 0 ELSE 10 * class + graduated END AS weight,
       coalesce(nullif(w.race, ''), l.race, '') AS own_race
FROM cohort c JOIN directory d USING (cds) JOIN race_word w ON w.word = c.race
LEFT JOIN looked_back l USING (year, class, student, lea, cds);

-- The groups of a cohort: what 15.2 says, and what any of the four school years says that end with the student's class.
CREATE TABLE cohort_member AS
SELECT year, class, student, lea, 'HOM' AS grp FROM cohort WHERE homeless = 'Y'
UNION SELECT year, class, student, lea, 'SED' FROM cohort WHERE disadvantaged = 'Y'
UNION SELECT year, class, student, lea, 'SWD' FROM cohort WHERE disabled = 'Y'
UNION SELECT year, class, student, lea, 'EL' FROM cohort WHERE learner = 'Y'
UNION SELECT year, class, student, lea, 'LTEL' FROM cohort WHERE long_term = 'Y'
UNION SELECT c.year, c.class, c.student, c.lea, m.grp FROM cohort c JOIN profile_member m
      ON m.year BETWEEN c.class - 3 AND c.class AND m.student = c.student AND m.lea = c.lea;
CREATE INDEX cohort_member_key ON cohort_member (year, class, student, lea);

CREATE TABLE cohort_part AS
SELECT s.cds AS entity, s.* FROM standing s
UNION ALL
SELECT CASE WHEN coalesce(a.district, '') = '' THEN substr(s.cds, 1, 7) ELSE a.district END || '0000000', s.*
FROM standing s LEFT JOIN cohort_accountable a USING (class, student, lea) WHERE s.charter = 'N'
UNION ALL SELECT substr(s.cds, 1, 2) || '000000000000', s.* FROM standing s
UNION ALL SELECT '00000000000000', s.* FROM standing s;

CREATE TABLE cohort_best AS
SELECT * FROM (
  SELECT *, row_number() OVER (PARTITION BY year, entity, student ORDER BY weight DESC, cds DESC) AS rank FROM cohort_part)
WHERE rank = 1 AND NOT removed;
CREATE INDEX cohort_best_key ON cohort_best (year, entity, student);

-- The groups of each student in each entity, the race apart.
CREATE TABLE cohort_group AS
SELECT year, entity, student, 'ALL' AS grp FROM cohort_best
UNION SELECT year, entity, student, own_race FROM cohort_best WHERE own_race <> ''
UNION SELECT p.year, p.entity, p.student, m.grp FROM cohort_part p JOIN cohort_member m USING (year, class, student, lea);

INSERT INTO answer
SELECT b.year, 'GRAD', b.entity, g.grp, sum(b.graduated), count(*), NULL, 0, NULL, NULL, NULL
FROM cohort_best b JOIN cohort_group g USING (year, entity, student) GROUP BY b.year, b.entity, g.grp;
