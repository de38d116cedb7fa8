"""Serves a GGUF model with llama.cpp's own HTTP server on a free loopback port, which it prints.

Ends when its standard input does, so that it never outlives the test that started it.

usage: serve.py FILE
"""

import socket
import sys

import xllamacpp


def main(path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = xllamacpp.CommonParams()
    options.model.path = path
    options.model_alias = {"tiny"}
    options.hostnames = ["127.0.0.1"]
    options.port = port
    options.n_ctx = 16384
    options.n_parallel = 2
    options.use_jinja = True
    options.warmup = False
    options.n_gpu_layers = 0
    options.cpuparams.n_threads = 1
    options.cpuparams_batch.n_threads = 1
    options.ui = False
    options.cache_ram_mib = 0
    options.fit_params = False
    # The same request is answered alike each time.
    options.sampling.seed = 1
    server = xllamacpp.Server(options)
    print(server.listening_address, flush=True)
    sys.stdin.read()
    del server


if __name__ == "__main__":
    main(sys.argv[1])
