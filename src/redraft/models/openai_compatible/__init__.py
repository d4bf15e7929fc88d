"""Models behind an endpoint that speaks OpenAI's chat completions.

Reading order: `client` (one call from request to drafts), `wire` (what is sent, what comes back), `usage`, `failure`
(why a call failed, in our errors), `refusals` (parameters an endpoint does not take), `transport`, `place` and
`session` (HTTP), `sse` and `assembly` (streams), `embeddings` (texts into vectors).
"""
