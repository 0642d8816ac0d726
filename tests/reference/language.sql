-- English learner progress, said slowly and plainly, from the score files of the ELPAC.

-- Where the levels 2, 3 and 4 of the ELPAC begin, and its highest score; it begins at 1150.
CREATE TABLE elpac (grade TEXT PRIMARY KEY, two INT, three INT, four INT, highest INT);
INSERT INTO elpac VALUES
  ('KN', 1374, 1422, 1474, 1700), ('01', 1411, 1455, 1507, 1700), ('02', 1424, 1471, 1532, 1700), ('03', 1448, 1488, 1535, 1800),
  ('04', 1459, 1499, 1549, 1800), ('05', 1467, 1514, 1560, 1800), ('06', 1475, 1517, 1567, 1900), ('07', 1481, 1527, 1576, 1900),
  ('08', 1486, 1534, 1590, 1900), ('09', 1493, 1545, 1606, 1950), ('10', 1493, 1545, 1606, 1950), ('11', 1500, 1555, 1615, 1950),
  ('12', 1500, 1555, 1615, 1950);
-- The scale of the Alternate ELPAC is the hundred of the grade: its levels end at 43, 59 and 99.
CREATE TABLE alternate_elpac (grade TEXT PRIMARY KEY, hundred INT);
INSERT INTO alternate_elpac VALUES
  ('KN', 200), ('01', 300), ('02', 400), ('03', 500), ('04', 500), ('05', 500), ('06', 600), ('07', 600), ('08', 600),
  ('09', 700), ('10', 700), ('11', 800), ('12', 800);

-- Both scores of each English learner. A score is on the scale of one of the tests, or there is none.
CREATE TABLE learner AS
SELECT l.year, l.lea, l.student, d.cds, d.charter, l.accountable, l.grade, l.attempted, l.language_start,
       CAST(l.score AS INT) AS now, CAST(l.prior_score AS INT) AS before, l.rowid AS number,
       n.two, n.three, n.four, n.highest, b.two AS b_two, b.three AS b_three, b.four AS b_four, b.highest AS b_highest,
       na.hundred, ba.hundred AS b_hundred
FROM language_score l
JOIN directory d ON d.cds = CASE WHEN l.tested = '' THEN l.enrolled ELSE l.tested END
LEFT JOIN elpac n ON n.grade = l.grade
LEFT JOIN elpac b ON b.grade = l.prior_grade
LEFT JOIN alternate_elpac na ON na.grade = l.grade
LEFT JOIN alternate_elpac ba ON ba.grade = l.prior_grade
WHERE l.language = 'EL' AND substr(d.cds, 1, 7) = l.lea;

-- Levels 1 to 6 of the ELPAC: the second and the third are halved, and an odd score belongs to the upper half.
CREATE TABLE leveled AS
SELECT *,
       CASE WHEN now BETWEEN 1150 AND highest THEN
         CASE WHEN now < two THEN 1
              WHEN now < two + (three - two) / 2 THEN 2
              WHEN now < three THEN 3
              WHEN now < three + (four - three) / 2 THEN 4
              WHEN now < four THEN 5
              ELSE 6 END END AS level,
       CASE WHEN before BETWEEN 1150 AND b_highest THEN
         CASE WHEN before < b_two THEN 1
              WHEN before < b_two + (b_three - b_two) / 2 THEN 2
              WHEN before < b_three THEN 3
              WHEN before < b_three + (b_four - b_three) / 2 THEN 4
              WHEN before < b_four THEN 5
              ELSE 6 END END AS b_level,
       CASE WHEN now BETWEEN hundred + 1 AND hundred + 99 THEN
         CASE WHEN now <= hundred + 43 THEN 1 WHEN now <= hundred + 59 THEN 2 ELSE 3 END END AS alternate,
       CASE WHEN before BETWEEN b_hundred + 1 AND b_hundred + 99 THEN
         CASE WHEN before <= b_hundred + 43 THEN 1 WHEN before <= b_hundred + 59 THEN 2 ELSE 3 END END AS b_alternate
FROM learner;

-- Who moved up or kept the highest level; on the Alternate ELPAC ten points more are progress too. Kindergarten does not count.
CREATE TABLE progress AS
SELECT year, lea, student, cds, charter, accountable, now, language_start, number, in_grade,
       in_grade AND (level IS NOT NULL AND b_level IS NOT NULL OR alternate IS NOT NULL AND b_alternate IS NOT NULL) AS counts,
       coalesce(CASE WHEN level IS NOT NULL AND b_level IS NOT NULL THEN in_grade AND (level > b_level OR level = 6)
                     WHEN alternate IS NOT NULL AND b_alternate IS NOT NULL THEN
                       in_grade AND (alternate > b_alternate OR (now - hundred) - (before - b_hundred) >= 10
                                     OR (alternate = 3 AND b_alternate = 3)) END, 0) AS made,
       in_grade AND (level IS NOT NULL AND b_alternate IS NOT NULL OR alternate IS NOT NULL AND b_level IS NOT NULL) AS is_left_out,
       in_grade AND CASE WHEN attempted = '' THEN now <> 0 ELSE attempted <> 'N' END AS was_tested
FROM (SELECT *, grade BETWEEN '01' AND '12' AS in_grade FROM leveled);

CREATE TABLE language_part AS
SELECT cds AS entity, * FROM progress
UNION ALL SELECT CASE WHEN accountable = '' THEN substr(cds, 1, 7) || '0000000' ELSE accountable END, * FROM progress WHERE charter = 'N'
UNION ALL SELECT substr(cds, 1, 2) || '000000000000', * FROM progress
UNION ALL SELECT '00000000000000', * FROM progress;

-- Each student once in each entity, with the higher score.
CREATE TABLE language_best AS
SELECT * FROM (
  SELECT *, row_number() OVER (PARTITION BY year, entity, student ORDER BY now DESC, cds DESC, number) AS rank,
         max(in_grade) OVER (PARTITION BY year, entity, student) AS is_wanted,
         max(was_tested) OVER (PARTITION BY year, entity, student) AS is_tested,
         max(year >= 2024 AND language_start <> '' AND language_start <= (year - 7) || '-06-30')
           OVER (PARTITION BY year, entity, student) AS is_long_term
  FROM language_part)
WHERE rank = 1;

-- Those who were not tested are added until 94.5 percent were.
INSERT INTO answer
SELECT year, 'ELPI', entity, grp, made, counted + max(0, (945 * wanted + 999) / 1000 - tested), NULL, left_out, NULL, NULL, NULL
FROM (SELECT year, entity, grp, sum(made) AS made, sum(counts) AS counted, sum(is_left_out) AS left_out,
             sum(is_wanted) AS wanted, sum(is_tested) AS tested
      FROM (SELECT *, 'EL' AS grp FROM language_best UNION ALL SELECT *, 'LTEL' FROM language_best WHERE is_long_term)
      GROUP BY year, entity, grp);
