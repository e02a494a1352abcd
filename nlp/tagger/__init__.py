"""A tagger of characters that was trained on our corpus: names of enterprises, days and times, definite amounts of money.

Rules find what has a form (numbers, 有限公司, 3月5日); the tagger, a conditional random field over characters with the rules' finds
among its features, finds what only the sentence tells: 绿源环卫的车, 今早六点四十, 亏的8700谁认. See docs/adr/0008-tagger.md.
"""
