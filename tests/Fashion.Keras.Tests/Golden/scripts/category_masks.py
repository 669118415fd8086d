import json, os, numpy as np, torch, keras
from keras import layers, ops
os.makedirs("/data/strings/mask",exist_ok=True)
rng=np.random.default_rng(5)
def t(a):
    a=np.asarray(a)
    return {"shape":list(a.shape),"dtype":str(a.dtype),"data":[bool(v) if a.dtype==bool else float(str(v)) for v in a.reshape(-1)]}
def case(l,cfg,x,m):
    k=ops.convert_to_tensor(x)
    if m is not None: k._keras_mask=ops.convert_to_tensor(m)
    y=l(k)
    om=getattr(y,"_keras_mask",None)
    return {"config":cfg,"training":False,"inputs":[t(x)],"masks":[None if m is None else t(m)],"weights":[],"outputs":[t(ops.convert_to_numpy(y).astype("float32"))],"output_masks":[None if om is None else t(ops.convert_to_numpy(om))]}
m=np.array([[True,True,True,False],[True,False,True,True],[True]*4])
for name,cfgs,x in [("CategoryEncoding",[{"num_tokens":4,"output_mode":"one_hot"},{"num_tokens":4,"output_mode":"count"}],rng.integers(0,4,(3,4)).astype("float32")),
                    ("Discretization",[{"bin_boundaries":[-0.5,0.5]},{"bin_boundaries":[-0.5,0.5],"output_mode":"multi_hot"}],rng.normal(size=(3,4)).astype("float32").round(3))]:
    cases=[case(getattr(layers,name)(**c),c,x.astype("int64") if name=="CategoryEncoding" else x,k) for c in cfgs for k in (None,m)]
    for c in cases: c["inputs"][0]["dtype"]="float32"
    with open(f"/data/strings/mask/{name}.json","w") as f:
        f.write('{\n "schema": 1,\n "kind": "mask",\n "name": "%s",\n "made_with": {\n  "keras": "%s",\n  "torch": "%s"\n },\n "class_name": "%s",\n "cases": [\n  %s\n ]\n}\n' % (name,keras.__version__,torch.__version__.split("+")[0],name,",\n  ".join(json.dumps(c) for c in cases)))
