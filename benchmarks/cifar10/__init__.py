"""CIFAR-10 through the convolutional layers of ResNet50, and von Mises-Fisher distributions of what comes out.

packages -> images, network, streaming -> features -> fits, rivals, outliers -> study -> pictures, tables; `paper_vmf.py` runs them.
"""
