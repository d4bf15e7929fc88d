"""The statements: losses of rankings, their gradients and gradient descent, written from their definitions.

This is the oracle: the constructions are checked against it and share nothing with it but `problems`.

Reading order: `losses` (what a ranking costs), `gradients` (their derivative in the weights), `descent` (steps, and
what they do to targets), `ties` (the step averaged over all orders that equal rewards allow), `facts` (other forms of
the same step, and how curved the loss is).
"""
