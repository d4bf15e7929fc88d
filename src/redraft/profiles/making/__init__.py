"""From a critic's table to the critic: one file for each type, imported when such a critic is wanted.

Reading order: `needs` (what a critic may ask for), then one file for each type of critic, called as the type: the
model itself and other models (`self_check`, `judge`), what code decides (`rules`, `code`, `logic`, `steps`), texts
(`bias`, `counterfactual`, `safety`, `refusal`, `private_data`, `facts`, `translation`, `mqm`, `translation_compare`,
`preferences`), and functions of the user's (`python`).
"""
