"""The public names of Keras and the arguments of its classes, as JSON: python3 keras_names.py OUT"""
import inspect, json, sys
import keras
AREAS = ["layers", "losses", "metrics", "optimizers", "optimizers.schedules", "callbacks", "initializers", "regularizers", "constraints", "activations", "datasets", "applications", "utils", "models", "ops", "random", "saving", "preprocessing", "distribution", "quantizers", "tree", "backend", "config", "mixed_precision", "dtype_policies", "export", "visualization", "wrappers"]
out = {}
for area in AREAS:
    module = keras
    for part in area.split("."): module = getattr(module, part, None)
    if module is None: continue
    names = {}
    for name in sorted(dir(module)):
        value = getattr(module, name)
        if name.startswith("_") or inspect.ismodule(value): continue
        target = value.__init__ if inspect.isclass(value) else value
        try: arguments = [p for p in inspect.signature(target).parameters if p not in ("self", "args", "kwargs")]
        except (TypeError, ValueError): arguments = []
        names[name] = {"class": inspect.isclass(value), "is": getattr(value, "__name__", name), "arguments": arguments}
    out[area] = names
json.dump({"version": keras.__version__, "areas": out}, open(sys.argv[1], "w"), indent=None, separators=(",", ":"), sort_keys=True)
print({a: len(n) for a, n in out.items()})
