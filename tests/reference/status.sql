-- What is shown of the counts: a status for eleven students or more, in tenths, rounded once with ties away from zero; the change of
-- two such years, rounded once; the status with those of whom nothing is published. Science has points from 2025 on; the year before is
-- counted by the same rules, for the change alone.

CREATE TABLE exact AS
SELECT *, CASE WHEN points IS NULL THEN 100 * numerator ELSE points END AS total, coalesce(left_out, 0) AS gone FROM answer;
CREATE INDEX exact_key ON exact (year, indicator, entity, grp);

-- Of fraction a / b: twenty times a, and b, doubled, so that a half is whole.
CREATE TABLE fraction AS
SELECT e.year, e.indicator, e.entity, e.grp, 'status' AS what, e.total AS a, e.denominator AS b FROM exact e WHERE e.denominator >= 11
UNION ALL
SELECT e.year, e.indicator, e.entity, e.grp, 'change', e.total * p.denominator - p.total * e.denominator, e.denominator * p.denominator
FROM exact e JOIN exact p ON p.year = e.year - 1 AND p.indicator = e.indicator AND p.entity = e.entity AND p.grp = e.grp
WHERE e.denominator >= 11 AND p.denominator >= 11 AND e.indicator NOT IN ('CCI', 'GRAD')
UNION ALL
SELECT year, indicator, entity, grp, 'lowest', total + coalesce(least, 0), denominator + gone FROM exact
WHERE gone > 0 AND denominator + gone >= 11
UNION ALL
SELECT year, indicator, entity, grp, 'highest', total + coalesce(most, 100 * gone), denominator + gone FROM exact
WHERE gone > 0 AND denominator + gone >= 11
UNION ALL
SELECT year, indicator, entity, grp, 'stand_in', total + stand_in, denominator + gone FROM exact
WHERE gone > 0 AND denominator + gone >= 11 AND stand_in IS NOT NULL;

CREATE TABLE shown AS
SELECT year, indicator, entity, grp, what,
       CASE WHEN a < 0 THEN -1 ELSE 1 END * ((20 * abs(a) + b) / (2 * b)) AS tenths
FROM fraction;
CREATE INDEX shown_key ON shown (year, indicator, entity, grp, what);

CREATE TABLE result AS
SELECT year, indicator, entity, grp,
       CASE WHEN points IS NOT NULL OR denominator < 11 THEN -1 ELSE numerator END AS numerator,
       denominator, gone AS left_out,
       (SELECT tenths FROM shown s WHERE (s.year, s.indicator, s.entity, s.grp, s.what) = (e.year, e.indicator, e.entity, e.grp, 'status')) AS status,
       (SELECT tenths FROM shown s WHERE (s.year, s.indicator, s.entity, s.grp, s.what) = (e.year, e.indicator, e.entity, e.grp, 'change')) AS change,
       (SELECT tenths FROM shown s WHERE (s.year, s.indicator, s.entity, s.grp, s.what) = (e.year, e.indicator, e.entity, e.grp, 'lowest')) AS lowest,
       (SELECT tenths FROM shown s WHERE (s.year, s.indicator, s.entity, s.grp, s.what) = (e.year, e.indicator, e.entity, e.grp, 'highest')) AS highest,
       (SELECT tenths FROM shown s WHERE (s.year, s.indicator, s.entity, s.grp, s.what) = (e.year, e.indicator, e.entity, e.grp, 'stand_in')) AS stand_in
FROM exact e WHERE denominator + gone > 0 AND (indicator <> 'SCIENCE' OR year >= 2025);
