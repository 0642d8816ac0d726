-- English language arts, mathematics and science, said slowly and plainly, from the score files of CAASPP.

-- Every row of a test, at the school where it was finished, or else where the student is enrolled. Schools of another LEA
-- have their scores in that LEA's file. A score that is kept from an earlier year is none of this one.
CREATE TABLE scored AS
SELECT s.*, t.indicator, t.taken, s.type = t.alternate AS is_alternate, c.day AS census_day, d.charter,
       CASE WHEN s.tested = '' THEN s.enrolled ELSE s.tested END AS cds,
       CASE WHEN s.stated = '' AND s.learner = 'Yes' THEN 'EL' ELSE s.stated END AS language,
       a.lowest, a.highest, a.standard, a.two, a.three, a.four,
       CAST(s.score AS INT) AS points_on_scale,
       CASE WHEN s.grade = '11' THEN 900 ELSE 100 * CAST(s.grade AS INT) END AS base
FROM score s
JOIN test t ON s.type IN (t.type, t.alternate)
JOIN census c ON c.year = s.year
JOIN scale a ON a.indicator = t.indicator AND a.grade = s.grade
JOIN directory d ON d.cds = CASE WHEN s.tested = '' THEN s.enrolled ELSE s.tested END
WHERE substr(d.cds, 1, 7) = s.lea AND (s.kept <> 'No' OR s.grade < '09');

-- Who is to be tested, who was, whose score counts, and who took an alternate assessment, whose points nobody knows.
CREATE TABLE judged AS
SELECT *,
       wanted AND include IN ('Y', 'T', 'R') AND attempted <> 'N' AS was_tested,
       wanted AND include IN ('Y', 'T') AND since <> '' AND since <= census_day
         AND NOT is_alternate AND points_on_scale BETWEEN lowest AND highest AS counts,
       wanted AND include IN ('Y', 'T') AND since <> '' AND since <= census_day AND is_alternate
         AND (indicator = 'SCIENCE' OR points_on_scale BETWEEN base AND base + 99) AS is_left_out
FROM (SELECT *, include NOT IN ('', 'E') AND condition <> 'NTE' AND NOT (condition = 'NEL' AND indicator = 'ELA') AS wanted
      FROM scored);

-- The points of a score; and of who is left out, what takes their place in practice: the lowest score of the level above.
CREATE TABLE pointed AS
SELECT year, indicator, lea, student, cds, charter, accountable, grade, wanted, was_tested, counts, is_left_out, race,
       CASE WHEN counts THEN points_on_scale - standard ELSE 0 END AS points,
       CASE WHEN counts THEN points_on_scale WHEN is_left_out THEN 1 ELSE 0 END AS weight,
       lowest - standard AS least, highest - standard AS most,
       CASE WHEN points_on_scale < base + 45 THEN two WHEN points_on_scale < base + 60 THEN three ELSE four END - standard AS stand_in,
       rowid AS number
FROM judged;

-- The groups of each row.
CREATE TABLE score_member AS
SELECT rowid AS number, 'ALL' AS grp FROM judged
UNION SELECT rowid, 'SWD' FROM judged WHERE disabled = 'Yes'
UNION SELECT rowid, 'SED' FROM judged WHERE disadvantaged = 'Yes'
UNION SELECT rowid, 'HOM' FROM judged WHERE homeless = 'Yes'
UNION SELECT rowid, 'FOS' FROM judged WHERE foster = 'Yes'
UNION SELECT rowid, 'EO' FROM judged WHERE language = 'EO'
UNION SELECT rowid, 'EL' FROM judged WHERE language = 'EL'
UNION SELECT rowid, 'ELO' FROM judged WHERE language = 'EL'
UNION SELECT rowid, 'LTEL' FROM judged
      WHERE language = 'EL' AND year >= 2024 AND language_start <> '' AND language_start <= (year - 7) || '-06-30'
UNION SELECT rowid, 'EL' FROM judged WHERE language <> 'EL' AND reclassified >= (year - 4) || '-06-15'
UNION SELECT rowid, 'RFP' FROM judged WHERE language <> 'EL' AND reclassified >= (year - 4) || '-06-15'
UNION SELECT rowid, taken FROM judged WHERE NOT is_alternate;
CREATE INDEX score_member_key ON score_member (number);

-- Each row once for every entity in which it counts.
CREATE TABLE score_part AS
SELECT cds AS entity, * FROM pointed
UNION ALL SELECT CASE WHEN accountable = '' THEN substr(cds, 1, 7) || '0000000' ELSE accountable END, * FROM pointed WHERE charter = 'N'
UNION ALL SELECT substr(cds, 1, 2) || '000000000000', * FROM pointed
UNION ALL SELECT '00000000000000', * FROM pointed;
CREATE INDEX score_part_key ON score_part (year, indicator, entity, student);

-- Each student once in each entity: a score that counts before one that is left out, and that before none; of two, the higher one.
CREATE TABLE score_best AS
SELECT * FROM (
  SELECT *, row_number() OVER (PARTITION BY year, indicator, entity, student
                               ORDER BY weight DESC, cds DESC, wanted DESC, number) AS rank,
         max(wanted) OVER (PARTITION BY year, indicator, entity, student) AS is_wanted,
         max(was_tested) OVER (PARTITION BY year, indicator, entity, student) AS is_tested
  FROM score_part)
WHERE rank = 1;

CREATE TABLE score_count AS
SELECT year, indicator, entity, grp, sum(is_wanted) AS wanted, sum(is_tested) AS tested, sum(counts) AS counted, sum(points) AS points,
       sum(is_left_out) AS left_out, sum(CASE WHEN is_left_out THEN least ELSE 0 END) AS least,
       sum(CASE WHEN is_left_out THEN most ELSE 0 END) AS most, sum(CASE WHEN is_left_out THEN stand_in ELSE 0 END) AS stand_in
FROM (
  SELECT b.*, r.race AS grp FROM score_best b JOIN race_word r ON r.word = b.race WHERE r.race <> ''
  UNION ALL
  SELECT b.*, m.grp FROM score_best b
  JOIN (SELECT DISTINCT p.year, p.indicator, p.entity, p.student, m.grp FROM score_part p JOIN score_member m USING (number)) m
       USING (year, indicator, entity, student))
GROUP BY year, indicator, entity, grp;

-- Where fewer than 94.5 percent took part, students are added until so many did.
INSERT INTO answer
SELECT year, indicator, entity, grp, NULL, counted + more, points + more * added, left_out, least, most,
       CASE WHEN indicator = 'SCIENCE' THEN NULL ELSE stand_in END
FROM (SELECT c.*, t.added, max(0, (945 * wanted + 999) / 1000 - tested) AS more FROM score_count c JOIN test t USING (indicator));
