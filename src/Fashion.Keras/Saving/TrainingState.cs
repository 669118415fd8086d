using System.Globalization;
using System.Text.Json.Nodes;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Optimizers;

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
    public static void Write(Model model, TrainingPosition position, IReadOnlyList<Callback> callbacks, Hdf5Writer file)
    {
        JsonObject state = OfModel(model);
        state["position"] = new JsonArray(position.Epoch, position.Step, position.Cursor);
        if (position.Averages is { } averages) state["averages"] = new JsonArray([.. averages.Select(v => (JsonNode)Text(v))]);
        var list = new JsonArray();
        foreach ((int i, Callback callback) in callbacks.Index())
        {
            var kept = new CallbackState();
            callback.WriteState(kept);
            list.Add((JsonNode)new JsonObject
            {
                ["class"] = callback.GetType().Name,
                ["numbers"] = new JsonObject(kept.Numbers.Select(n => KeyValuePair.Create(n.Key, (JsonNode?)Text(n.Value)))),
                ["arrays"] = new JsonObject(kept.Arrays.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value.Length))),
            });
            foreach (var (name, arrays) in kept.Arrays)
                foreach ((int j, float[] values) in arrays.Index()) file.Write(ArrayPath(i, name, j), [values.Length], values);
        }
        state["callbacks"] = list;
        file.Group(GroupName).SetAttribute(Attribute, Json.Text(state));
    }

    /// <summary>Takes the state of a model back, if the file has it; the optimizer's own must be there already.</summary>
    public static void Read(Model model, Hdf5Group file)
    {
        if (Find(file) is not { } state) return;
        Restore(model, state, file);
    }

    /// <summary>Takes the state of a run back.</summary>
    /// <returns>Where it goes on; null when the file is no backup of this library.</returns>
    public static TrainingPosition? Read(Model model, IReadOnlyList<Callback> callbacks, Hdf5Group file)
    {
        if (Find(file) is not { } state || state["position"] is not JsonArray { Count: 3 } place) return null;
        Restore(model, state, file);
        JsonArray list = state["callbacks"] as JsonArray ?? [];
        // Other callbacks than before start anew; the same ones go on.
        foreach ((int i, Callback callback) in callbacks.Index())
            if (i < list.Count && list[i]?["class"]?.GetValue<string>() == callback.GetType().Name) callback.ReadState(StateOf(list[i]!, i, file));
        return Hdf5File.Read(file.File, $"{GroupName}@{Attribute}", () => new TrainingPosition(
            place[0]!.GetValue<int>(), place[1]!.GetValue<int>(), place[2]!.GetValue<int>(), (state["averages"] as JsonArray)?.Select(n => Number(n!)).ToArray()));
    }

    private static JsonObject OfModel(Model model)
    {
        RandomState random = model.RandomState;
        return new JsonObject
        {
            ["runs"] = random.Runs.ToString(CultureInfo.InvariantCulture),
            ["passes"] = random.Passes.ToString(CultureInfo.InvariantCulture),
            ["shuffle_seed"] = random.ShuffleSeed,
            ["layer_seeds"] = new JsonArray([.. random.LayerSeeds.Select(seed => (JsonNode)seed)]),
            ["learning_rate"] = Text(model.Optimizer!.LearningRate),
        };
    }

    private static JsonObject? Find(Hdf5Group file) =>
        file.FindGroup(GroupName)?.Text(Attribute) is { } text ? Json.Parse(text, file.File, $"{GroupName}@{Attribute}") : null;

    private static void Restore(Model model, JsonObject state, Hdf5Group file) => Hdf5File.Read(file.File, $"{GroupName}@{Attribute}", () =>
    {
        model.RandomState = new RandomState(
            ulong.Parse(state["runs"]!.GetValue<string>(), CultureInfo.InvariantCulture),
            long.Parse(state["passes"]!.GetValue<string>(), CultureInfo.InvariantCulture),
            state["shuffle_seed"]!.GetValue<int>(),
            [.. state["layer_seeds"]!.AsArray().Select(n => n!.GetValue<int>())]);
        Optimizer optimizer = model.Optimizer!;
        double rate = Number(state["learning_rate"]!);
        // Keras may have changed the stored rate since.
        if (optimizer.Schedule is null && (float)rate == (float)optimizer.LearningRate) optimizer.LearningRate = rate;
        return true;
    });

    private static CallbackState StateOf(JsonNode kept, int place, Hdf5Group file) => Hdf5File.Read(file.File, $"{GroupName}@{Attribute}", () =>
    {
        var state = new CallbackState();
        foreach (var (name, value) in kept["numbers"]!.AsObject()) state.Numbers[name] = Number(value!);
        foreach (var (name, count) in kept["arrays"]!.AsObject())
            state.Arrays[name] = [.. Enumerable.Range(0, count!.GetValue<int>()).Select(j => file.Dataset(ArrayPath(place, name, j))).Select(d => d.Read(d.Shape.ElementCount))];
        return state;
    });

    private static string ArrayPath(int callback, string name, int index) => FormattableString.Invariant($"{GroupName}/callbacks/{callback}/{name}/{index}");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(JsonNode node) => double.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture);
}
