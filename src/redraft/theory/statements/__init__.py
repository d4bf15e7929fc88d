"""The statements: losses, their gradients, and gradient descent, written from their definitions."""
