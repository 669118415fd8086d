import h5py,sys,os,numpy as np
def fmt(x): return '%.9g'%x
def show(o,p):
    t=0
    for k in o.attrs:
        a=o.attrs[k]
        for s in (a.ravel() if isinstance(a,np.ndarray) else [a]):
            if isinstance(s,str): t+=len(s.encode())
            elif isinstance(s,bytes): t+=len(s)
    head=f"{os.path.basename(p)} {o.name} attrs={len(o.attrs)} text={t}"
    if isinstance(o,h5py.Dataset):
        v=o[()] if o.shape is not None else np.zeros(0); a=np.asarray(v)
        if a.dtype==object or a.dtype.kind=='S': r='t%d'%sum(len(s) for s in a.ravel())
        else: r=fmt(float(a.astype('f8').sum()))
        print(head,'[%s]'%','.join(map(str,o.shape or ())),r)
    else:
        print(head)
        for k in sorted(o): show(o[k],p)
for p in sys.argv[1:]: show(h5py.File(p),p)
