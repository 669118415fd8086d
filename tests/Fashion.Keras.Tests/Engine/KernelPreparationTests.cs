using Fashion.Keras.Engine;

namespace Fashion.Keras.Tests.Engine;

/// <summary>Kernels that are compiled by name before a step calls them.</summary>
public sealed class KernelPreparationTests
{
    [Fact]
    public void Start_GraphsOfAllKinds_FindsEveryKernelByItsName()
    {
        foreach (string name in EngineModels.Names)
        {
            var (model, x, y) = EngineModels.Make(name, new ModelOptions { Threads = 1 });
            model.TrainOnBatch(x, y);
        }
        var images = new Sequential().Input(28, 28, 1).Conv2D(32, 3, activation: "relu").MaxPooling2D(2).Conv2D(64, 3, activation: "relu")
            .MaxPooling2D(2).Flatten().Dense(10, "softmax");
        images.Compile("adam", "sparse_categorical_crossentropy");
        images.TrainOnBatch(new float[8, 28, 28], new int[8]);
        // A name is looked up by the thread that takes it; another thread may still be at its last one.
        KernelPreparation.Help();
        Assert.True(SpinWait.SpinUntil(() => KernelPreparation.IsIdle, TimeSpan.FromSeconds(30)));
        Assert.Empty(KernelPreparation.Unknown);
    }
}
