"""A construction as a torch module that transformers loads, with nothing of Redraft on its path.

Reading order: `modeling_construction` (the module; copied into every exported folder), `embedding` (reads off how a
construction makes its tokens), `exporting` (weights into the module, the module into a folder).
"""
