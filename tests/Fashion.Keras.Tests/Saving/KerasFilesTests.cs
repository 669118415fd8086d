namespace Fashion.Keras.Tests.Saving;

/// <summary>Files of people and of other versions of Keras predict what real Keras predicts, also after they were saved again.</summary>
public sealed class KerasFilesTests
{
    public static IEnumerable<TheoryDataRow<string>> Files => KerasFile.Names.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Files))]
    public void Load_FilesOfKeras_PredictAsKeras(string name)
    {
        var file = new KerasFile(name);
        Model model = Model.Load(file.Path);
        file.CheckPredictions(model);
        file.CheckSavedAgain(model);
    }
}
