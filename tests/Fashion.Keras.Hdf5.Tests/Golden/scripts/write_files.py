import h5py,numpy as np,os
d='/data/hdf5/g/'; os.makedirs(d,exist_ok=True); r=np.random.default_rng(1)
for lv in ['earliest','latest','v110','v200']:
    with h5py.File(d+f'{lv}.h5','w',libver=(lv,lv) if lv!='earliest' else 'earliest') as f:
        for t in ['i1','u1','<i2','>i2','<u4','>i8','<f2','>f2','<f4','>f4','<f8','>f8']: f['n/'+t.replace('<','l').replace('>','b')]=r.integers(0,99,(5,7)).astype(t)
        f['bool']=np.array([True,False,True]); f['scalar']=3.5; f['null']=h5py.Empty('f4'); f['vs']=np.array(['a','','bé'],dtype=object); f['fs']=np.array([b'ab',b'c'])
        f.create_dataset('gz',data=r.random((50,33)),chunks=(7,8),compression='gzip',shuffle=True,fletcher32=True)
        f.create_dataset('single',data=r.random((5,3)),chunks=(5,3),compression='gzip'); f.create_dataset('fixed',data=r.random((40,30)),chunks=(3,4))
        f.create_dataset('fpage',data=np.arange(5000.),chunks=(2,)); f.create_dataset('ext',data=np.arange(30000.).reshape(3,10000),chunks=(1,2),maxshape=(3,None))
        f.create_dataset('extgz',data=np.arange(9000.),chunks=(3,),maxshape=(None,),compression='gzip'); f.create_dataset('bt2',data=r.random((60,70)),chunks=(3,4),maxshape=(None,None),compression='gzip')
        f.create_dataset('bt2p',data=r.random((200,90)),chunks=(3,4),maxshape=(None,None))
        x=f.create_dataset('miss',(100,10),chunks=(7,3),fillvalue=2.5); x[10:20]=1
        g=f.create_group('many'); 
        for i in range(5000): g.create_group(f'g{i}')
        a=f.create_group('attrs',track_order=True)
        for i in range(200): a.attrs[f'a{i}']='x'*i
        if lv!='earliest': a.attrs['big']=np.array([b'y'*5000]*20)
        f['soft']=h5py.SoftLink('/scalar')
with h5py.File(d+'order.h5','w',track_order=True) as f:
    for i in range(300): f[f'd{i}']=i
with h5py.File(d+'user.h5','w',userblock_size=512) as f: f['x']=np.arange(5.)
