"""The exactly-once sender: from claimed rows to the relay's answers.

``loop`` drives a few connections of one lane with ``selectors``; ``dialogue`` is the SMTP client without any
input or output; ``wire`` is its socket; ``ledger`` writes claims, intents and results in PostgreSQL;
``outcomes`` says what each answer means. No dot leaves before its intent is committed.
"""
