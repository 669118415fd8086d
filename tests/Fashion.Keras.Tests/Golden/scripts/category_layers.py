import json, numpy as np, keras, types
import types
from keras.src.utils import module_utils
stub=types.SimpleNamespace(data=types.SimpleNamespace(Dataset=type("Dataset",(),{})),is_tensor=lambda x:False)
module_utils.tensorflow.module=stub
module_utils.tensorflow._available=False
from keras import layers
rng=np.random.default_rng(3)
out={}
def t(a):
    a=np.asarray(a); return {"shape":list(a.shape),"values":[float(str(v)) for v in a.reshape(-1)]}
def num(a): return keras.ops.convert_to_numpy(a)
cases=[]
for mode in ["one_hot","multi_hot","count"]:
    for shape in [(4,3),(4,1),(5,)]:
        x=rng.integers(0,5,shape)
        l=layers.CategoryEncoding(num_tokens=5,output_mode=mode)
        cases.append({"class_name":"CategoryEncoding","config":l.get_config(),"x":t(x),"y":t(num(l(x)))})
x=np.array([[1,7,-1],[0,2,4]])
for mode in ["one_hot","multi_hot","count"]:
    l=layers.CategoryEncoding(num_tokens=5,output_mode=mode)
    try: cases.append({"class_name":"CategoryEncoding","config":l.get_config(),"x":t(x),"y":t(num(l(x))),"note":"out of range"})
    except Exception as e: print("oor",mode,repr(e)[:200])
x3=rng.integers(0,5,(2,3,4))
for mode in ["one_hot","multi_hot","count"]:
    l=layers.CategoryEncoding(num_tokens=5,output_mode=mode)
    try: print("rank3",mode,num(l(x3)).shape,l.compute_output_shape((None,3,4)))
    except Exception as e: print("r3",mode,repr(e)[:200])
x=np.array([[-1.5,1.0,3.4,.5],[0.,3.,1.3,0.]],dtype="float32")
for mode in ["int","one_hot","multi_hot","count"]:
    l=layers.Discretization(bin_boundaries=[0.,1.,2.],output_mode=mode)
    cases.append({"class_name":"Discretization","config":l.get_config(),"x":t(x),"y":t(num(l(x)))})
l=layers.Discretization(bin_boundaries=[0.,1.,2.])
for e in (np.nan,np.inf,-np.inf): 
    print("special",e,num(l(np.array([[e]],dtype="float32"))))
x1=np.array([[0.5],[2.0],[-1]],dtype="float32")
for mode in ["one_hot","multi_hot","count"]:
    l=layers.Discretization(bin_boundaries=[0.,1.,2.],output_mode=mode)
    cases.append({"class_name":"Discretization","config":l.get_config(),"x":t(x1),"y":t(num(l(x1)))})
json.dump({"cases":cases},open("/data/strings/encoding.json","w"))
adapt=[]
for n,bins,eps,batches in [(8,4,0.01,1),(400,10,0.01,1),(300,7,0.05,1),(300,5,0.1,4),(50,64,0.01,2),(20,1,0.01,1),(300,4,0.3,3)]:
    bs=[rng.normal(size=(n,2)).astype("float32").round(2 if n<100 else 4) for _ in range(batches)]
    l=layers.Discretization(num_bins=bins,epsilon=eps)
    if batches==1: l.adapt(bs[0])
    else: l.adapt(iter(bs))
    adapt.append({"num_bins":bins,"epsilon":eps,"batches":[t(b) for b in bs],"boundaries":l.bin_boundaries,"config":l.get_config()})
try: json.dump({"cases":adapt},open("/data/strings/discretization_adapt.json","w"))
except Exception as e: print(e)
norm=[]
for axis,shape in [(-1,(40,3)),(None,(40,3)),((1,2),(30,2,4)),(-1,(33,2,3))]:
    bs=[(rng.normal(size=(m,)+shape[1:])*3+5).astype("float32") for m in (shape[0],7,1)]
    l=layers.Normalization(axis=axis); l.adapt(iter(bs)) 
    norm.append({"axis":axis,"batches":[t(b) for b in bs],"mean":t(num(l.adapt_mean)),"variance":t(num(l.adapt_variance)),"y":t(num(l(bs[1])))})
json.dump({"cases":norm},open("/data/strings/normalization_stream.json","w"))
