"""What pyproject.toml cannot say: which packages there are, besides the folders that it maps into them."""

from setuptools import find_packages, setup

RESOURCES = ["realtime._resources.shaders", "realtime._resources.setlists"]

setup(packages=[*find_packages(include=["realtime", "realtime.*"]), *RESOURCES])
