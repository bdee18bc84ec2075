"""The schedule behind the governance statement: what fell due in a body's year, and what proves it.

`reading` reads it, `figures` counts it, `words` says each cell once for the page, the CSV and the Word document, and
`paper` is the one page for the audit committee. `word`, `schedule_word` and `paper_word` write the documents.
"""
