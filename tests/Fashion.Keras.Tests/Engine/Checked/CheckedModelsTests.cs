using Fashion.Keras.Layers;
using Fashion.Keras.Tests.Layers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>All steps of the plans of many graphs do only what they declare.</summary>
public sealed class CheckedModelsTests
{
    private static readonly int[] Workers = [1, 2, 3, 5];

    public static IEnumerable<TheoryDataRow<string>> Models => EngineModels.Names.Select(n => new TheoryDataRow<string>(n));

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("layer");

    [Theory, MemberData(nameof(Models))]
    public void Train_SmallModel_KeepsToItsDeclarations(string name)
    {
        foreach (bool fusion in (bool[])[true, false])
        {
            var engine = new CheckedEngine(fusion ? Workers : [1, 4]);
            var (model, x, y) = EngineModels.Make(name, new ModelOptions { Engine = engine, Seed = 5, Fusion = fusion }, samples: 11);
            model.TrainOnBatch(x, y);
            model.PredictOnBatch(x);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Run_GoldenLayer_KeepsToItsDeclarations(string name)
    {
        GoldenCase golden = GoldenCase.Load("layer", name);
        Layer layer = GoldenLayerTests.Built(golden);
        GraphRunner.RunWithGradients(new CheckedEngine(Workers), GoldenLayerTests.Inputs(golden), (x, context) => [.. layer.CallIn(x, context)], null, () => layer.TrainableWeights, training: true);
        GraphRunner.Run(new CheckedEngine(Workers), GoldenLayerTests.Inputs(golden), (x, context) => [.. layer.CallIn(x, context)]);
    }
}
