using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>All steps of the plans of many graphs do only what they declare.</summary>
public sealed class CheckedModelsTests
{
    private static readonly int[] Workers = [1, 2, 3, 5];

    public static IEnumerable<TheoryDataRow<string>> Models => EngineModels.Names.Select(n => new TheoryDataRow<string>(n));

    public static IEnumerable<TheoryDataRow<string>> WriteUp => CheckedGraphs.WriteUp.Select(n => new TheoryDataRow<string>(n));

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Names("layer");

    [Theory, MemberData(nameof(Models))]
    public void Train_SmallModel_KeepsToItsDeclarations(string name)
    {
        CheckedGraphs.Small(name, new CheckedEngine(Workers), fusion: true);
        CheckedGraphs.Small(name, new CheckedEngine([1, 4]), fusion: false);
    }

    [Theory, MemberData(nameof(WriteUp))]
    public void Train_ModelOfTheWriteUp_KeepsToItsDeclarations(string name) => CheckedGraphs.OfWriteUp(name, new CheckedEngine([1, 3]));

    [Theory, MemberData(nameof(Cases))]
    public void Run_GoldenLayer_KeepsToItsDeclarations(string name) => CheckedGraphs.Golden(name, new CheckedEngine(Workers));
}
