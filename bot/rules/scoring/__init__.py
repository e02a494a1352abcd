"""季度赛马: from the events of cases to rates, points and places. Pure; docs/league.md is the same in Chinese for everybody."""
