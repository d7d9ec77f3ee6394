"""Legacy imports: the history of an older system, one row of a CSV file per case, by way of a mapping (YAML).

Owns reading the file, judging each row and the run with its report of rejected rows. Opens cases by the same services
as every channel and invents nothing: what was not recorded stays unrecorded. Start at `running`.
"""
