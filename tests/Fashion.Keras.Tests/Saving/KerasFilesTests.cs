using Fashion.Keras.Layers;

namespace Fashion.Keras.Tests.Saving;

/// <summary>Files of people and of other versions of Keras predict what real Keras predicts, also after they were saved again.</summary>
public sealed class KerasFilesTests
{
    public static IEnumerable<TheoryDataRow<string>> Files => KerasFile.Names.Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Files))]
    public void Load_FilesOfKeras_PredictAsKeras(string name)
    {
        var file = new KerasFile(name);
        Model model = Model.Load(file.Path, customObjects: RecordedClasses.For(name));
        file.CheckPredictions(model);
        // No file can hold a function of the user's.
        if (!model.Layers.OfType<Lambda>().Any()) file.CheckSavedAgain(model);
    }
}
