"""Tables that people send and receive (CSV, XLSX): guarded reading, repaired cells, neutralised writing."""
