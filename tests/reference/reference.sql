-- What the fast engine must equal, said slowly and plainly: chronic absenteeism and suspension counted from
-- student records, for every school, district, county and the state, and every student group. One school year at
-- a time; the year stands in the table `params`. Days are hundredths. Rules: methodology.md, sections 2, 3, 9, 10.

-- Enrollments that count, the latest one of each student and school.
CREATE TABLE enrolled AS
SELECT student, lea, cds, start, grade FROM (
  SELECT student, lea, cds, start, grade,
         row_number() OVER (PARTITION BY student, cds ORDER BY start DESC, grade DESC) AS rank
  FROM senr WHERE status IN (10, 30))
WHERE rank = 1;

-- The race of a student: what the school reported, or else the LEA's school with the greatest code.
CREATE TABLE race AS
SELECT DISTINCT e.student, e.cds,
  coalesce((SELECT race FROM sinf s WHERE s.student = e.student AND s.cds = e.cds),
           (SELECT race FROM sinf s WHERE s.student = e.student AND s.lea = e.lea ORDER BY s.cds DESC LIMIT 1)) AS race
FROM enrolled e;

-- The other groups, by any record of the LEA in the year.
CREATE TABLE member AS
SELECT student, lea, 'SED' AS grp FROM sprg WHERE program IN (135, 181, 182, 191, 193)
UNION SELECT student, lea, 'SED' FROM sinf WHERE parent_education = 14
UNION SELECT student, lea, 'HOM' FROM sprg WHERE program = 191
UNION SELECT student, lea, 'FOS' FROM sprg WHERE program IN (190, 193)
UNION SELECT student, lea, 'EL' FROM sela WHERE status = 'EL'
UNION SELECT student, lea, 'LTEL' FROM sela, params
      WHERE status = 'EL' AND year >= 2024 AND start BETWEEN '1900' AND printf('%04d-06-30', year - 7)
UNION SELECT student, lea, 'SWD' FROM sped, params WHERE year >= 2019
UNION SELECT student, lea, 'SWD' FROM sprg, params WHERE year < 2019 AND program = 144;

-- The district accountable for a student with disabilities, from the 2020 Dashboard on.
CREATE TABLE accountable AS
SELECT student, lea, max(district) AS district FROM sped, params WHERE year >= 2020 GROUP BY student, lea;

-- What each school has to tell of each student.
CREATE TABLE share (indicator TEXT, student INT, lea TEXT, cds TEXT, start TEXT, grade INT,
                    expected INT, attended INT, days INT);
INSERT INTO share
SELECT 'CHRO', e.student, e.lea, e.cds, e.start, e.grade, a.expected, a.attended,
       a.suspended + a.excused + a.unexcused + a.study
FROM enrolled e JOIN stas a ON a.student = e.student AND a.cds = e.cds WHERE a.exempt = 'N';
INSERT INTO share
SELECT 'SUSP', e.student, e.lea, e.cds, e.start, e.grade, 0, 0,
       (SELECT coalesce(sum(duration), 0) FROM sirs r
        WHERE r.student = e.student AND r.cds = e.cds AND r.result IN (100, 110))
FROM enrolled e;

-- The same once for each entity that the school is a part of.
CREATE TABLE part AS
SELECT cds AS entity, * FROM share
UNION ALL
SELECT CASE WHEN coalesce(d.district, '') = '' THEN substr(s.cds, 1, 7) ELSE d.district END || '0000000', s.*
FROM share s JOIN directory USING (cds)
LEFT JOIN accountable d ON d.student = s.student AND d.lea = s.lea
WHERE charter = 'N'
UNION ALL SELECT substr(cds, 1, 2) || '000000000000', * FROM share
UNION ALL SELECT '00000000000000', * FROM share;

-- Each student once in each entity: days added up, grade and race of the latest share.
CREATE TABLE total AS
SELECT indicator, entity, student, sum(expected) AS expected, sum(attended) AS attended, sum(days) AS days
FROM part GROUP BY indicator, entity, student;
CREATE TABLE latest AS
SELECT indicator, entity, student, cds, grade FROM (
  SELECT *, row_number() OVER (PARTITION BY indicator, entity, student ORDER BY start DESC, cds DESC, grade DESC) AS rank
  FROM part)
WHERE rank = 1;
CREATE INDEX latest_key ON latest (indicator, entity, student);

CREATE TABLE standing AS
SELECT t.indicator, t.entity, t.student, l.cds,
       CASE WHEN t.indicator = 'CHRO' THEN 100 * t.days >= 10 * t.expected ELSE t.days >= 100 END AS counted
FROM total t JOIN latest l USING (indicator, entity, student)
WHERE CASE WHEN t.indicator = 'CHRO' THEN l.grade BETWEEN 0 AND 8 AND t.expected >= 3100 AND t.attended > 0
           ELSE l.grade BETWEEN 0 AND 12 END;

CREATE INDEX race_key ON race (student, cds);
CREATE INDEX member_key ON member (student, lea);
CREATE TABLE answer AS
SELECT indicator, entity, grp, sum(counted) AS numerator, count(*) AS denominator FROM (
  SELECT indicator, entity, student, 'ALL' AS grp, counted FROM standing
  UNION ALL
  SELECT s.indicator, s.entity, s.student, r.race, s.counted
  FROM standing s JOIN race r ON r.student = s.student AND r.cds = s.cds WHERE r.race <> ''
  UNION ALL
  SELECT s.indicator, s.entity, s.student, m.grp, s.counted
  FROM standing s JOIN (SELECT DISTINCT p.indicator, p.entity, p.student, m.grp
                        FROM part p JOIN member m ON m.student = p.student AND m.lea = p.lea) m
       ON m.indicator = s.indicator AND m.entity = s.entity AND m.student = s.student)
GROUP BY indicator, entity, grp;
