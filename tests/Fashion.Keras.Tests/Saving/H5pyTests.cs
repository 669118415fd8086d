using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Saving;

/// <summary>An independent reader sees in our files what Keras writes, and what it writes in other ways we read.</summary>
public sealed class H5pyTests : IDisposable
{
    private const string Listing = """
        import h5py, sys
        def attribute(o, k):
            t = o.attrs.get_id(k)
            s = h5py.check_string_dtype(t.dtype)
            return f"{k}:{'text' if s and s.length is None else 'fixed' if s else t.dtype}{list(t.shape)}"
        def show(path, o):
            what = f"{o.dtype}{list(o.shape)}{'' if o.chunks is None else ' chunked'}" if isinstance(o, h5py.Dataset) else "group"
            print(path, what, *[attribute(o, k) for k in sorted(o.attrs)])
        f = h5py.File(sys.argv[1], "r")
        show("/", f)
        f.visititems(show)
        """;

    // Copies a file in other words: compressed and chunked data, texts of fixed length in ASCII or as bytes.
    private const string Rewrite = """
        import h5py, sys, numpy as np
        src, dst, way = h5py.File(sys.argv[1], "r"), h5py.File(sys.argv[2], "w"), sys.argv[3]
        def attributes(a, b):
            for k, v in a.attrs.items():
                if way == "fixed" and isinstance(v, str): v = np.bytes_(v.encode()) if len(v) < 60000 else v
                elif way == "fixed" and isinstance(v, np.ndarray) and v.dtype == object: v = np.array([s.encode() for s in v], dtype="S")
                b.attrs[k] = v
        attributes(src, dst)
        def copy(path, o):
            if isinstance(o, h5py.Dataset):
                v = o[()]
                if way == "gzip" and o.shape: d = dst.create_dataset(path, data=v, chunks=True, compression="gzip", shuffle=True, fletcher32=True)
                elif way == "double" and v.dtype == np.float32: d = dst.create_dataset(path, data=v.astype(np.float64))
                else: d = dst.create_dataset(path, data=v)
            else: d = dst.require_group(path)
            attributes(o, d)
        src.visititems(copy)
        dst.close()
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-keras-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void SaveWeights_ListedByH5py_IsKerasLayout()
    {
        Sequential model = Trained();
        model.SaveWeights(PathOf("model.weights.h5"));

        string[] lines = H5py.Run(Listing, PathOf("model.weights.h5")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Subset(lines.ToHashSet(), new HashSet<string>
        {
            "vars group name:text[]", "layers/dense/vars group name:text[]", "layers/dense/vars/0 float32[3, 2]",
            "layers/dense/vars/1 float32[2]",
            "layers/dense_1/vars/0 float32[2, 2]", "optimizer/vars group name:text[]", "optimizer/vars/0 int32[]",
            "optimizer/vars/1 float32[]", "optimizer/vars/2 float32[3, 2]",
        });
    }

    [Fact]
    public void Save_H5ListedByH5py_IsLegacyLayout()
    {
        Trained().Save(PathOf("model.h5"));

        string[] lines = H5py.Run(Listing, PathOf("model.h5")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Subset(lines.ToHashSet(), new HashSet<string>
        {
            "/ group backend:text[] keras_version:text[] model_config:text[] training_config:text[]",
            "model_weights group backend:text[] keras_version:text[] layer_names:text[3]",
            "model_weights/hidden group weight_names:text[2]", "model_weights/hidden/hidden/kernel:0 float32[3, 2]",
            "model_weights/drop group weight_names:float64[0]", "model_weights/top_level_model_weights group weight_names:float64[0]",
            "optimizer_weights group weight_names:text[10]", "optimizer_weights/adam/iteration int64[]",
            "optimizer_weights/adam/learning_rate float32[]",
        });
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("fixed")]
    [InlineData("gzip")]
    [InlineData("double")]
    public void Load_RewrittenByH5py_IsTheSame(string way)
    {
        Sequential model = Trained();
        model.Save(PathOf("model.h5"));
        H5py.Run(Rewrite, PathOf("model.h5"), PathOf("again.h5"), way);

        Model loaded = Model.Load(PathOf("again.h5"));

        foreach ((Variable want, Variable got) in model.Weights.Zip(loaded.Weights)) Assert.Equal(want.ToArray(), got.ToArray());
        Assert.Equal(model.Optimizer!.Iterations, loaded.Optimizer!.Iterations);
        foreach ((Variable want, Variable got) in model.Optimizer.Variables.Zip(loaded.Optimizer.Variables))
            Assert.Equal(want.ToArray(), got.ToArray());
    }

    [Theory]
    [InlineData("f['model_weights/x'] = h5py.ExternalLink('other.h5', '/')", "link")]
    [InlineData("f['model_weights/x'] = h5py.SoftLink('/model_weights')", "link")]
    [InlineData("f.create_dataset('x', (4,), external=[('other.bin', 0, 16)])", "other files")]
    [InlineData("l = h5py.VirtualLayout((2,), dtype='f4'); l[:] = h5py.VirtualSource('other.h5', 'x', shape=(2,)); " +
        "f.create_virtual_dataset('x', l)", "")]
    [InlineData("f.create_dataset('x', (1 << 40,), chunks=(1 << 20,), compression='gzip', dtype='f4')", "more than are stored")]
    [InlineData("f.create_dataset('x', data=__import__('numpy').zeros(8), compression='lzf')", "filter")]
    [InlineData("f.create_dataset('x', data=__import__('numpy').zeros(8, [('a', 'f4')]))", "Compound")]
    public void Load_FeaturesThatLeadElsewhere_AreRefused(string addition, string mention)
    {
        Trained().Save(PathOf("model.h5"));
        H5py.Run(Rewrite, PathOf("model.h5"), PathOf("again.h5"), "plain");
        H5py.Run($"import h5py, sys\nf = h5py.File(sys.argv[1], 'a')\n{addition}\nf.close()", PathOf("again.h5"));

        var e = Assert.Throws<ModelFormatException>(() => Model.Load(PathOf("again.h5")));

        Assert.Contains("again.h5", e.Message, StringComparison.Ordinal);
        Assert.Contains(mention, e.Message, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static Sequential Trained()
    {
        var model = new Sequential(name: "small")
            { new Input(3), new Dense(2, activation: "relu", name: "hidden"), new Dropout(0.1, name: "drop"), new Dense(2, name: "out") };
        model.Compile("adam", "mse");
        model.Fit(new float[8, 3], new float[8, 2], verbose: Verbosity.Silent, epochs: 2);
        return model;
    }
}
