"""Replay: a draft over past cases, beside the version each case really ran under, to see what the draft would change.

Owns the reading of histories in batches (`past`), the judgement of one version on one history (`judging`), what differs
between two judgements (`differences`), their sums (`tally`) and all of it in words (`words`). Never writes: everything
is read inside `reading.read_only`. Moves are judged one by one where they really stood: what people would have done
after another branch is not invented. Start at `running.replay`.
"""
