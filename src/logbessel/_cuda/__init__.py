"""Kernels for NVIDIA GPUs: compiled for the device at hand, kept on disk, launched on a framework's stream."""
