"""The tables of the standards as the design prints them (C.11 to C.15), typed in once more by hand: nothing here reads the files.

A row: dimension, indicator, weight inside the dimension (. = equal), unit mark (% or -), then one cell per column. A cell:
a0/a1/a2/a3, `distribution`, `band:f1/q1/b1/b2/q2/f2`, `levels:...`, `pro:a0/a1/a2/a3` (prorated), `=` (as the cell at its left) or `n/a`.
Where cells of a column are n/a, the weights of the others are those printed, scaled to sum to one.
"""

TEACHER_COLUMNS = ("T0", "T1", "T2", "T3", "T4", "PT")
TEACHER_WEIGHTS = """
D1 10 10 10 10 10 15 15
D2 25 20 15 10 10 15 15
D3 40 40 35 30 25 55 10
D4 20 15 15 10 10 10 45
D5  0 10 20 30 35  5  5
D6  5  5  5 10 10  0 10
"""
TEACHER = """
D1 tch_ethics_result 1.0 - levels:0/50/80/100 = = = = =
D2 tch_training_hours .25 - 36/72/96/120 36/72/96/120 36/72/90/120 30/72/90/110 24/60/80/100 n/a
D2 tch_enterprise_months .35 - 0/1/3/6 0/4/6/9 0/6/8/12 0/6/9/14 0/6/9/14 n/a
D2 tch_enterprise_visits .35 - 0/1/2/4 0/1/2/4 0/1/2/4 0/1/2/4 0/1/2/4 n/a
D2 tch_dual_level .20 - levels:60/100/100/100 levels:30/80/100/100 levels:0/60/85/100 levels:0/40/80/100 levels:0/40/80/100 n/a
D2 tch_growth_exchange .20 - 4/8/12/16 0/1/2/4 0/1/2/3 0/1/2/4 0/2/3/5 n/a
D2 tch_training_hours .60 - n/a n/a n/a n/a n/a 0/8/16/32
D2 tch_briefings .40 - n/a n/a n/a n/a n/a 0/1/2/4
D3 tch_set_eb .25 - distribution = = = = =
D3 tch_supervision .25 - 65/75/83/90 68/77/85/91 70/80/86/92 72/82/88/93 75/84/89/94 65/76/84/90
D3 tch_content_execution .10 % 85/95/98/100 = = = = =
D3 tch_stage_coverage .10 % 20/50/70/85 30/60/75/90 30/60/75/90 30/60/75/90 30/60/75/90 0/30/50/70
D3 tch_feedback_ontime .10 % 60/85/92/98 60/85/92/98 60/85/92/98 60/85/92/98 60/85/92/98 50/75/88/96
D3 tch_workload .05 - band:40/72/96/192/224/256 band:60/96/128/240/272/300 band:80/112/144/256/288/320 band:60/96/128/240/280/320 band:32/48/72/200/248/288 n/a
D3 tch_course_building .10 - 0/1/3/6 0/2/5/10 0/4/10/20 2/8/16/30 2/10/20/36 0/1/2/4
D3 tch_teaching_awards .05 - 0/1/3/6 0/1/4/8 0/2/6/14 0/4/10/22 0/6/14/28 n/a
D4 tch_class_records .30 % 80/95/98/100 = = = = 70/90/96/100
D4 tch_student_contact .30 % 30/70/85/95 30/70/85/95 30/70/85/95 30/65/80/95 30/60/80/95 n/a
D4 tch_request_hours .20 - 120/72/48/24 = = = = 168/96/72/36
D4 tch_guided_awards .20 - 0/1/2/4 0/1/3/6 0/2/5/10 0/3/8/16 0/3/8/16 0/1/2/4
D5 tch_research_points .50 - n/a 0/2/5/10 1/5/10/20 4/12/20/40 8/20/35/60 n/a
D5 tch_service_income .25 - n/a 0/5/20/60 0/20/60/150 0/50/150/400 20/100/300/800 n/a
D5 tch_social_training .15 - n/a 0/10/30/80 0/20/60/150 0/40/100/240 0/40/120/300 n/a
D5 tch_innovation .10 - n/a 0/1/2/3 0/1/2/3 0/1/2/3 0/1/2/3 n/a
D5 tch_joint_projects 1.0 - n/a n/a n/a n/a n/a 0/1/2/3
D6 tch_plan_progress .60 % 50/80/90/100 = = = = n/a
D6 tch_loop_closure .40 % 50/85/92/100 = = = = n/a
"""
TEACHER_SLOT = {"tch_enterprise_months", "tch_enterprise_visits"}
COUNSELLOR = """
D1 tch_ethics_result 1.0 - levels:0/50/80/100
D2 tch_training_hours .6 - 8/16/32/64
D2 cou_cases .4 - 0/1/2/4
D3 tch_set_eb .5 - distribution
D3 tch_content_execution .5 % 85/95/98/100
D4 cou_contact_ontime .25 % 60/85/95/100
D4 cou_talk_coverage .20 % 40/80/95/100
D4 cou_request_ontime .20 % 70/90/96/100
D4 cou_plan_coverage .15 % 40/80/92/100
D4 cou_satisfaction .20 - distribution
D5 cou_research_points 1.0 - 0/1/3/8
D6 tch_plan_progress .60 % 50/80/90/100
D6 tch_loop_closure .40 % 50/85/92/100
"""
_TAUGHT = ("tch_supervision", "tch_content_execution")
TEACHER_MUST = {
    "T0": {_TAUGHT[:1], _TAUGHT[1:]},
    "T1": {_TAUGHT[:1], _TAUGHT[1:]},
    "T2": {_TAUGHT[:1], _TAUGHT[1:], ("tch_enterprise_months",)},
    "T3": {_TAUGHT[:1], _TAUGHT[1:], ("tch_enterprise_months",), ("tch_research_points", "tch_service_income")},
    "T4": {_TAUGHT[:1], _TAUGHT[1:], ("tch_enterprise_months",), ("tch_research_points", "tch_service_income")},
    "PT": {_TAUGHT[:1], _TAUGHT[1:]},
}  # fmt: skip
_FULL_TIME = {"ethics_ok", "no_level1_incident", "teaching_qualified", "taught_in_year"}
_SCHEDULE = {
    "ideology_passed",
    "no_sanction",
    "credits_on_schedule",
    "score_at_least_60",
    "fitness_60",
    "pe_passed",
}
_CLEAN = {
    "mental_health_passed",
    "screening_invited",
    "labour_on_schedule",
    "no_misconduct",
    "practice_a_year",
}
_SKILL = {"core_passed", "practice_95", "certificate_met", "project_passed", "second_classroom_on_schedule"}
_PROGRAMME = {"practice_half", "public_quarter", "elective_tenth", "hours_2500", "core_6_8"}
GATES = {
    "teacher.T0": {"ethics_ok", "no_level1_incident", "preservice_passed", "mentor_assigned"},
    **{f"teacher.{tier}": _FULL_TIME for tier in ("T1", "T2", "T3", "T4")},
    "teacher.PT": {"ethics_ok", "no_level1_incident"},
    "teacher.CO": {"ethics_ok", "no_level1_incident"},
    "student.development": _SCHEDULE | _CLEAN | _SKILL,
    "major.brand": _PROGRAMME | {"recognised_asset"},
    "major.feature": _PROGRAMME | {"feature_declared"},
    "major.demand": _PROGRAMME,
    "school": {"postgrad_15", "ratio_18", "teaching_area", "dormitory_area", "equipment_4000"},
}  # fmt: skip

STUDENT_WEIGHTS = {"S1": 12, "S2": 25, "S3": 10, "S4": 10, "S5": 10, "S6": 23, "S7": 10}
STUDENT = """
S1 stu_ideology_score .6 - 50/60/78/90
S1 stu_civic_hours .4 - 0/8/16/32
S2 stu_weighted_score .50 - 50/60/78/90
S2 stu_credit_progress .25 % 70/100/104/112
S2 stu_public_score .15 - 50/60/78/90
S2 stu_task_ontime .10 % 50/80/92/99
S3 stu_fitness .60 - 50/60/75/88
S3 stu_pe_score .25 - 50/60/78/90
S3 stu_sport_hours .15 - 0/6/15/30
S4 stu_labour .40 - pro:0/16/24/40
S4 stu_literacy_credits .40 - 0/1/2/3
S4 stu_attendance .20 % 85/95/98/100
S5 stu_social_practice .50 - 0/20/40/80
S5 stu_internship .50 - 50/60/78/90
S6 stu_core_score .40 - 50/60/78/90
S6 stu_practice_hours .15 % 80/95/98/100
S6 stu_certificates .25 - 0/1/2/4
S6 stu_contest_points .10 - 0/1/4/10
S6 stu_graduation_project .10 - 50/60/78/90
S7 stu_second_classroom .40 - pro:0/6/8/12
S7 stu_innovation .40 - 0/2/3/5
S7 stu_leadership .20 - 0/1/3/6
"""
STUDENT_LEVELS = [
    ("good", 75, 60, None, False),
    ("excellent", 85, 65, 0.30, False),
    ("model", 92, 75, None, True),
]

COURSE_CATEGORIES = ("literacy", "foundation", "post_ability", "extension")
COURSE_WEIGHTS = """
K1 10 10 10 10
K2 15 15 20 15
K3 10 10 10 5
K4 15 20 15 25
K5 10 10 20 10
K6 25 20 15 20
K7 15 15 10 15
"""
COURSE_COLUMNS = ("general", "college", "provincial", "national")
COURSE = """
K1 crs_objective_mapping . % 40/70/90/100 60/85/95/100 75/92/97/100 85/95/99/100
K2 crs_units_revised . % 0/10/20/40 5/15/25/45 10/20/30/50 10/20/35/50
K2 crs_post_skill . % 30/60/80/95 50/75/88/97 60/85/93/98 70/90/95/99
K3 crs_textbook_points . - 0/1/3/5 0/1/3/6 1/3/5/8 1/3/6/10
K4 crs_resources_per_credit . - 2/6/12/20 4/12/20/32 8/20/32/48 12/28/40/60
K4 crs_resource_active . % 20/45/60/80 30/55/70/85 40/65/78/90 45/70/82/92
K5 crs_team_size . - 1/2/3/5 2/3/5/7 2/4/6/8 3/5/7/10
K5 crs_team_dual . % 10/40/60/80 20/50/65/85 30/55/70/90 30/60/75/90
K6 crs_content_execution . % 85/95/98/100 = = =
K6 crs_stage_coverage . % 10/40/60/80 30/60/75/90 40/70/82/92 45/75/85/95
K6 crs_feedback_days . - 21/10/7/3 14/8/6/3 14/7/5/2 14/7/5/2
K7 crs_set_eb . - distribution = = =
K7 crs_supervision . - 65/75/83/90 70/80/86/92 72/82/88/93 75/84/89/94
K7 crs_attainment . % 50/62/72/85 55/66/75/86 58/68/78/88 60/70/80/90
K7 crs_outside_learners . - n/a n/a 20/100/500/2000 100/500/2000/8000
"""
ONLY_POST_ABILITY = "crs_post_skill"
COURSE_RUNS = {"general": 1, "college": 2, "provincial": 2, "national": 2}

MAJOR_COLUMNS = ("brand", "feature", "demand")
MAJOR_WEIGHTS = """
M1 10 10 10
M2 12 12 12
M3 22 18 15
M4 15 18 15
M5 13 12 8
M6 8 10 8
M7 20 20 32
"""
MAJOR = """
M1 maj_requirement_coverage . % 60/85/95/100 = 50/80/92/100
M2 maj_session_held . % 94/98/99/100 = =
M2 maj_core_first_pass . % band:60/75/80/97/99/100 = =
M2 maj_loop_closure . % 50/85/92/100 = =
M3 maj_student_teacher_ratio . - 26/20/18/14 = =
M3 maj_dual_share . % 30/50/65/85 = =
M3 maj_senior_share . % 10/25/35/50 10/20/30/45 5/15/25/40
M3 maj_parttime_hours . % 5/15/20/35 = =
M4 maj_workstation_pp . - .1/.3/.5/.8 = =
M4 maj_training_open_rate . % 70/95/99/100 = =
M4 maj_room_use . % band:10/35/50/85/95/100 = =
M5 maj_college_courses . % 10/40/60/85 5/30/50/75 0/15/30/60
M5 maj_resource_active . % 25/50/65/85 = =
M6 maj_stage_coverage . % 20/50/70/88 = =
M6 maj_project_courses . % 10/35/55/80 = =
M7 maj_placement . % 75/90/95/99 = =
M7 maj_match . % 40/60/75/90 = =
M7 maj_certificate_rate . % 40/70/85/97 = =
M7 maj_intern_match . % 50/75/85/95 = =
M7 maj_report_in . % 70/85/92/97 = =
M7 maj_employer_satisfaction . % 70/85/92/98 = =
M7 maj_demand_ratio . - .3/1/2/4 = =
"""
MAJOR_MUST = {"brand": set(), "feature": set(), "demand": {("maj_demand_ratio",), ("maj_match",)}}

SCHOOL_WEIGHTS = {"P1": 15, "P2": 20, "P3": 35, "P4": 15, "P5": 15}
SCHOOL = """
P1 sch_branch_activities . % 70/95/99/100
P1 sch_counsellor_ratio . - 260/200/180/150
P1 sch_integrity_training . % 70/95/99/100
P2 sch_student_teacher_ratio . - 22/18/16/13
P2 sch_dual_qualified_share . % 30/50/60/80
P2 sch_postgrad_share . % 15/40/55/75
P2 sch_senior_title_share . % 12/20/30/40
P2 sch_major_fit . % 70/90/95/100
P3 sch_placement_rate . % 80/90/94/98
P3 sch_match_rate . % 45/60/72/85
P3 sch_ontime_grad_rate . % 80/92/96/99
P3 sch_student_satisfaction . % 70/85/90/96
P3 sch_employer_satisfaction . % 75/88/93/98
P3 sch_service_income_pt . - 0/5/15/50
P3 sch_training_volume . - 0/1/2/5
P3 sch_equipment_value_pp . - 4000/6000/10000/16000
P4 sch_high_majors . - 0/1/3/6
P4 sch_contest_points . - 0/5/15/40
P4 sch_innovation_projects . - 0/2/6/15
P5 sch_contest_participation . % 5/15/30/60
P5 sch_request_ontime . % 80/92/96/99
P5 sch_data_timeliness . % 80/93/97/100
P5 sch_new_equipment_share . % 0/10/14/20
P5 sch_culture_tasks . % 60/90/96/100
"""
