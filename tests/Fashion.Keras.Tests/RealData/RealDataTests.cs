namespace Fashion.Keras.Tests.RealData;

/// <summary>Name of the collection of tests that train on all of Fashion-MNIST: one after the other, and after all other tests.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RealDataTests : ICollectionFixture<FashionMnistData>
{
    public const string Name = "real data";
}
