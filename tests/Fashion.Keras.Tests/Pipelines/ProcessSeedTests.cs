namespace Fashion.Keras.Tests.Pipelines;

/// <summary>What follows from the seed of the process; no other test may draw from it meanwhile.</summary>
[Collection(ProcessSeed.Name)]
public sealed class ProcessSeedTests
{
    [Fact]
    public void Shuffle_WithoutASeed_FollowsTheSeedOfTheProcess()
    {
        // The seed is taken when the pipeline is made.
        int[] Order(int seed)
        {
            Utils.SetRandomSeed(seed);
            return [.. Dataset.Range(100).Shuffle(100)];
        }
        Assert.Equal(Order(5), Order(5));
    }
}

/// <summary>Tests that set the seed of the process run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessSeed
{
    public const string Name = "process seed";
}
