"""A construction as a torch module that transformers loads, with nothing of Redraft on its path.

Reading order: `modeling_construction` (the module; copied into every exported folder), `embedding` (reads off how a
construction makes its tokens), `folders` (which folders may be written into), `exporting` (weights into the module, the
module into a folder).
"""
