-- The lower bound of College/Career, said slowly and plainly: graduates of the cohort of reports.sql who are prepared by what 15.2 and the
-- scores of their grade 11 say, of the whole cohort. Of districts and schools only.

-- The best level of each student in grade 11, the year before the class.
CREATE TABLE eleventh AS
SELECT s.year + 1 AS class, s.lea, s.student,
       max(CASE WHEN t.indicator <> 'ELA' THEN 0 WHEN a.score < a.two THEN 1 WHEN a.score < a.three THEN 2 WHEN a.score < a.four THEN 3
                ELSE 4 END) AS english,
       max(CASE WHEN t.indicator <> 'MATH' THEN 0 WHEN a.score < a.two THEN 1 WHEN a.score < a.three THEN 2 WHEN a.score < a.four THEN 3
                ELSE 4 END) AS mathematics
FROM score s JOIN test t ON t.type = s.type AND t.indicator IN ('ELA', 'MATH')
JOIN (SELECT x.rowid AS number, CAST(x.score AS INT) AS score, c.* FROM score x JOIN test y ON y.type = x.type
      JOIN scale c ON c.indicator = y.indicator AND c.grade = x.grade) a ON a.number = s.rowid
WHERE s.grade = '11' AND s.include IN ('Y', 'T') AND a.score BETWEEN a.lowest AND a.highest
GROUP BY s.year, s.lea, s.student;

CREATE TABLE prepared AS
SELECT c.year, c.student, c.lea, max(
         (coalesce(e.english, 0) >= 3 AND coalesce(e.mathematics, 0) >= 3)
         OR (c.requirements = 'Y' AND max(coalesce(e.english, 0), coalesce(e.mathematics, 0)) >= 3
             AND min(coalesce(e.english, 0), coalesce(e.mathematics, 0)) >= 2)
         OR (c.seal = 'Y' AND coalesce(e.english, 0) >= 3)
         OR c.apprenticeship = 'Y') AS ready
FROM cohort c LEFT JOIN eleventh e USING (class, lea, student) GROUP BY c.year, c.student, c.lea;
CREATE INDEX prepared_key ON prepared (year, student, lea);

-- An LEA of which the class before or this year's completers are not known has no bound.
INSERT INTO answer
SELECT b.year, 'CCI', b.entity, g.grp, sum(b.graduated AND p.ready), count(*), NULL, 0, NULL, NULL, NULL
FROM cohort_best b JOIN cohort_group g USING (year, entity, student) JOIN prepared p USING (year, student, lea)
WHERE b.entity NOT LIKE '%000000000000'
  AND EXISTS (SELECT 1 FROM outcome o WHERE o.class = b.year - 1 AND o.lea = substr(b.entity, 1, 7))
  AND EXISTS (SELECT 1 FROM completer c WHERE c.year = b.year AND c.lea = substr(b.entity, 1, 7))
GROUP BY b.year, b.entity, g.grp;
