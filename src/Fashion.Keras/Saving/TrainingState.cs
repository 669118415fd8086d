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

    /// <summary>Reads the state of a model, if the file has it.</summary>
    /// <returns>Assigns what was read, once the optimizer's own state is there; it cannot fail.</returns>
    public static Action Prepare(Model model, Hdf5Group file) => Find(file) is { } state ? Prepare(model, state, file) : () => { };

    /// <summary>Reads the state of a run.</summary>
    /// <returns>Assigns what was read and tells where the run goes on; null when the file is no backup of this library.</returns>
    public static Func<Action, TrainingPosition>? Prepare(Model model, IReadOnlyList<Callback> callbacks, Hdf5Group file)
    {
        if (Find(file) is not { } state || state["position"] is not JsonArray { Count: 3 } place) return null;
        Action restore = Prepare(model, state, file);
        JsonArray list = state["callbacks"] as JsonArray ?? [];
        return Hdf5File.Read(file.File, $"{GroupName}@{Attribute}", () =>
        {
            var position = new TrainingPosition(Count(place[0], "epoch"), Count(place[1], "step"), Count(place[2], "cursor"), (state["averages"] as JsonArray)?.Select(n => Finite(n!, "an average")).ToArray());
            if (position.Averages is [var samples, ..] && (samples < 0 || samples != Math.Floor(samples))) throw new InvalidDataException($"the number of samples in the averages is {samples}");
            // Other callbacks than before start anew; the same ones go on.
            (Callback Callback, CallbackState State)[] kept = [.. callbacks.Index()
                .Where(c => c.Index < list.Count && list[c.Index]?["class"]?.GetValue<string>() == c.Item.GetType().Name)
                .Select(c => (c.Item, StateOf(list[c.Index]!, c.Index, file)))];
            return (Func<Action, TrainingPosition>)(assign =>
            {
                // These may still refuse; nothing has changed then.
                ReadStates(kept);
                assign();
                restore();
                return position;
            });
        });
    }

    // All of them or none: the state of one that refuses its numbers puts the others back.
    private static void ReadStates((Callback Callback, CallbackState State)[] kept)
    {
        var before = new CallbackState[kept.Length];
        for (int i = 0; i < kept.Length; i++) kept[i].Callback.WriteState(before[i] = new CallbackState());
        try
        {
            foreach ((Callback callback, CallbackState state) in kept) callback.ReadState(state);
        }
        catch (ModelFormatException)
        {
            for (int i = 0; i < kept.Length; i++) kept[i].Callback.ReadState(before[i]);
            throw;
        }
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

    private static Action Prepare(Model model, JsonObject state, Hdf5Group file) => Hdf5File.Read(file.File, $"{GroupName}@{Attribute}", () =>
    {
        var random = new RandomState(
            ulong.Parse(state["runs"]!.GetValue<string>(), CultureInfo.InvariantCulture),
            long.Parse(state["passes"]!.GetValue<string>(), CultureInfo.InvariantCulture),
            state["shuffle_seed"]!.GetValue<int>(),
            [.. state["layer_seeds"]!.AsArray().Select(n => n!.GetValue<int>())]);
        if (random.Passes < 0) throw new InvalidDataException($"the number of passes is {random.Passes}");
        double rate = Finite(state["learning_rate"]!, "the learning rate");
        if (rate < 0) throw new InvalidDataException($"the learning rate is {rate}");
        int drawing = model.RandomState.LayerSeeds.Count;
        if (random.LayerSeeds.Count != drawing) throw new StateMisfitException($"comes with seeds for {random.LayerSeeds.Count} layers, but {drawing} draw random numbers");
        return (Action)(() =>
        {
            model.RandomState = random;
            Optimizer optimizer = model.Optimizer!;
            // Keras may have changed the stored rate since.
            if (optimizer.Schedule is null && (float)rate == (float)optimizer.LearningRate) optimizer.LearningRate = rate;
        });
    });

    private static CallbackState StateOf(JsonNode kept, int place, Hdf5Group file)
    {
        var state = new CallbackState();
        foreach (var (name, value) in kept["numbers"]!.AsObject()) state.Numbers[name] = Number(value!);
        foreach (var (name, count) in kept["arrays"]!.AsObject())
            state.Arrays[name] = [.. Enumerable.Range(0, count!.GetValue<int>()).Select(j => file.Dataset(ArrayPath(place, name, j))).Select(d => d.Read(d.Shape.ElementCount))];
        return state;
    }

    private static string ArrayPath(int callback, string name, int index) => FormattableString.Invariant($"{GroupName}/callbacks/{callback}/{name}/{index}");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static int Count(JsonNode? node, string what) => node!.GetValue<int>() is >= 0 and var count ? count : throw new InvalidDataException($"the {what} is {node}");

    private static double Finite(JsonNode node, string what) => Number(node) is var number && double.IsFinite(number) ? number : throw new InvalidDataException($"{what} is {number}");

    private static double Number(JsonNode node) => double.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture);
}
