"""Tables out of the history: measures, league, documents. Reads what happened; decides and changes nothing."""
