-- What the exports of offices are made of: words of race, tests with their scales and points, and what every part of
-- the reference fills. All years stand in the same tables. Rules: methodology.md, agency_exports.md, rulebooks.

CREATE TABLE race_word (word TEXT PRIMARY KEY, race TEXT);
INSERT INTO race_word VALUES
  ('Am Indian/Alskn Nat', 'AI'), ('Asian', 'AS'), ('Nat Hwiin/Othr Pac Islndr', 'PI'), ('Filipino', 'FI'), ('Hispanic', 'HI'),
  ('Black/African Am', 'AA'), ('White', 'WH'), ('Multiple', 'MR'), ('Missing', ''), ('', ''),
  ('100', 'AI'), ('200', 'AS'), ('300', 'PI'), ('400', 'FI'), ('500', 'HI'), ('600', 'AA'), ('700', 'WH'), ('800', 'MR');

-- The day by which a student must have been enrolled: the first Wednesday in October before.
CREATE TABLE census (year INT PRIMARY KEY, day TEXT);
INSERT INTO census VALUES (2023, '2022-10-05'), (2024, '2023-10-04'), (2025, '2024-10-02');

-- Tests: the record type, that of the alternate assessment, the points of a student who is added, the group of who took it.
CREATE TABLE test (indicator TEXT, type TEXT, alternate TEXT, added INT, taken TEXT);
INSERT INTO test VALUES ('ELA', '01', '03', -333, 'SBA'), ('MATH', '02', '04', -348, 'SBA'), ('SCIENCE', '06', '05', 0, 'CAST');

-- Scales by grade: the lowest and the highest score, the one from which points are counted, and where the levels 2 to 4 begin.
CREATE TABLE scale (indicator TEXT, grade TEXT, lowest INT, highest INT, standard INT, two INT, three INT, four INT);
INSERT INTO scale VALUES
  ('ELA', '03', 2115, 2650, 2432, 2367, 2432, 2490), ('ELA', '04', 2140, 2690, 2473, 2416, 2473, 2533),
  ('ELA', '05', 2200, 2730, 2502, 2442, 2502, 2582), ('ELA', '06', 2230, 2770, 2531, 2457, 2531, 2618),
  ('ELA', '07', 2260, 2810, 2552, 2479, 2552, 2649), ('ELA', '08', 2290, 2850, 2567, 2487, 2567, 2668),
  ('ELA', '11', 2300, 2900, 2583, 2493, 2583, 2682),
  ('MATH', '03', 2190, 2660, 2436, 2381, 2436, 2501), ('MATH', '04', 2205, 2700, 2485, 2411, 2485, 2549),
  ('MATH', '05', 2220, 2740, 2528, 2455, 2528, 2579), ('MATH', '06', 2235, 2780, 2552, 2473, 2552, 2610),
  ('MATH', '07', 2250, 2820, 2567, 2484, 2567, 2635), ('MATH', '08', 2265, 2860, 2586, 2504, 2586, 2653),
  ('MATH', '11', 2280, 2900, 2628, 2543, 2628, 2718),
  ('SCIENCE', '05', 150, 250, 150, NULL, NULL, NULL), ('SCIENCE', '08', 350, 450, 350, NULL, NULL, NULL),
  ('SCIENCE', '10', 550, 650, 550, NULL, NULL, NULL), ('SCIENCE', '11', 550, 650, 550, NULL, NULL, NULL),
  ('SCIENCE', '12', 550, 650, 550, NULL, NULL, NULL);

-- Every count: of a mean, `points` and who is left out with the points that they could have; of a rate, `numerator`.
CREATE TABLE answer (year INT, indicator TEXT, entity TEXT, grp TEXT, numerator INT, denominator INT, points INT,
                     left_out INT, least INT, most INT, stand_in INT);
