using Fashion.Keras.Layers;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Weights files in the layouts of tf.keras 2: layer by layer at the root, and the early form of Keras 3's.</summary>
public sealed class OldWeightsFilesTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("fashion-keras-").FullName, "old.h5");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LoadWeights_LayersAtTheRoot_AreFound(bool byName)
    {
        Sequential saved = Small(), other = Small();
        Write(file => LegacyWeights.Write(saved, file));

        Assert.Empty(other.LoadWeights(_path, byName));

        foreach ((Variable want, Variable got) in saved.Weights.Zip(other.Weights)) Assert.Equal(want.ToArray(), got.ToArray());
    }

    [Fact]
    public void LoadWeights_CheckpointDependencies_AreLayers()
    {
        Sequential saved = Small(), other = Small();
        Write(file =>
        {
            foreach ((int i, Layer layer) in saved.Layers.Index())
                foreach ((int j, Variable weight) in layer.Weights.Index())
                    file.Write(FormattableString.Invariant($"_layer_checkpoint_dependencies/dense{(i == 0 ? "" : "_1")}/vars/{j}"),
                        weight.Shape, weight.ToArray());
        });

        Assert.Empty(other.LoadWeights(_path));

        foreach ((Variable want, Variable got) in saved.Weights.Zip(other.Weights)) Assert.Equal(want.ToArray(), got.ToArray());
    }

    [Fact]
    public void LoadWeights_KernelInTheanosOrder_IsTurned()
    {
        var model = new Sequential { new Input([5, 5, 2]), new Conv2D(3, (2, 4), name: "conv") };
        float[] kernel = [.. Enumerable.Range(0, 3 * 2 * 2 * 4).Select(i => (float)i)];
        Write(file =>
        {
            file.SetAttribute("layer_names", ["conv"]);
            Hdf5Writer group = file.Group("conv");
            group.SetAttribute("weight_names", ["conv_W", "conv_b"]);
            group.Write("conv_W", [3, 2, 2, 4], kernel);
            group.Write("conv_b", [3], [1, 2, 3]);
        });

        model.LoadWeights(_path);

        // (filters, channels, height, width) becomes (height, width, channels, filters).
        float[] got = model.Weights[0].ToArray();
        for (int f = 0; f < 3; f++)
            for (int c = 0; c < 2; c++)
                for (int h = 0; h < 2; h++)
                    for (int w = 0; w < 4; w++) Assert.Equal(kernel[((f * 2 + c) * 2 + h) * 4 + w], got[((h * 4 + w) * 2 + c) * 3 + f]);
    }

    private void Write(Action<Hdf5Writer> fill)
    {
        var file = new Hdf5Writer();
        fill(file);
        AtomicFile.Write(_path, file.Save);
    }

    private static Sequential Small() => new() { new Input(3), new Dense(2, name: "first"), new Dense(4, name: "second") };
}
