"""The benchmark on a GPU, in sections: each is a generator of figures (dicts) and remarks (strings), run in a process of its own."""
