using System.Globalization;
using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;
using Fashion.Keras.Training;

namespace Fashion.Keras.Saving;

/// <summary>
/// What training needs beyond Keras's files to go on exactly: random state, learning rate with all its digits and, in
/// backups, the place in the run and the callbacks' state. It lies in an extra group of the HDF5 file, over which real Keras
/// reads. Numbers are texts, so that no digit, and no NaN, is lost.
/// </summary>
internal static class TrainingState
{
    private const string GroupName = "fashion_keras", Attribute = "training_state";

    /// <summary>Writes the state of a model that has been trained.</summary>
    /// <param name="model">The model.</param>
    /// <param name="file">Root of the file.</param>
    public static void Write(Model model, Hdf5Writer file) => file.Group(GroupName).SetAttribute(Attribute, Json.Text(OfModel(model)));

    /// <summary>Writes the state of a run.</summary>
    public static void Write(Model model, TrainingPosition position, IReadOnlyList<IKeepsState> callbacks, Hdf5Writer file)
    {
        JsonObject state = OfModel(model);
        state["position"] = new JsonArray(position.Epoch, position.Step, position.Cursor);
        if (position.Averages is { } averages) state["averages"] = new JsonArray([.. averages.Select(v => (JsonNode)Text(v))]);
        var list = new JsonArray();
        foreach ((int i, IKeepsState callback) in callbacks.Index())
        {
            var kept = new KeptState();
            callback.WriteState(kept);
            list.Add((JsonNode)new JsonObject
            {
                ["class"] = callback.Kind,
                ["numbers"] = new JsonObject(kept.Numbers.Select(n => KeyValuePair.Create(n.Key, (JsonNode?)Text(n.Value)))),
                ["arrays"] = new JsonObject(kept.Arrays.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value.Length))),
            });
            foreach (var (name, arrays) in kept.Arrays)
                foreach ((int j, float[] values) in arrays.Index()) file.Write(ArrayPath(i, name, j), [values.Length], values);
        }
        state["callbacks"] = list;
        file.Group(GroupName).SetAttribute(Attribute, Json.Text(state));
    }

    /// <summary>Reads the state of a model, if the file has it.</summary>
    /// <returns>Assigns what was read, once the optimizer's own state is there; it cannot fail.</returns>
    public static Action Prepare(Model model, Hdf5Group file) => Find(file)?.Model(model) ?? (() => { });

    /// <summary>Reads the state of a run.</summary>
    /// <returns>Assigns what was read and tells where the run goes on; null when the file is no backup of this library.</returns>
    public static Func<TrainingPosition>? Prepare(Model model, RunShape run, IReadOnlyList<IKeepsState> callbacks, Hdf5Group file)
    {
        if (Find(file) is not { } state || state.Position(run) is not { } position) return null;
        Action assign = state.Model(model) + state.Callbacks(callbacks);
        return () =>
        {
            assign();
            return position;
        };
    }

    private static JsonObject OfModel(Model model)
    {
        RandomState random = model.Trainer.Random.State;
        return new JsonObject
        {
            ["runs"] = random.Runs.ToString(CultureInfo.InvariantCulture),
            ["passes"] = random.Passes.ToString(CultureInfo.InvariantCulture),
            ["shuffle_seed"] = random.ShuffleSeed,
            ["layer_seeds"] = new JsonArray([.. random.LayerSeeds.Select(seed => (JsonNode)seed)]),
            ["learning_rate"] = Text(model.Optimizer!.LearningRate),
        };
    }

    private static TrainingStateReader? Find(Hdf5Group file) => file.FindGroup(GroupName)?.Text(Attribute) is not { } text ? null
        : new TrainingStateReader(
            new ConfigReader(Json.Parse(text, file.File, $"{GroupName}@{Attribute}"), $"{file.File}: {GroupName}@{Attribute}"), file);

    /// <summary>Where an array of a callback lies.</summary>
    public static string ArrayPath(int callback, string name, int index) =>
        FormattableString.Invariant($"{GroupName}/callbacks/{callback}/{name}/{index}");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
