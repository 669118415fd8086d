using System.Numerics.Tensors;
using Fashion.Keras.Initializers;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Layers.Lookup;

/// <summary>Models that take texts: they are what the same models on numbers are.</summary>
public sealed class TextModelTests
{
    private static readonly string[] Texts =
    [
        "A lovely film, and so funny!", "what a bore", "Funny, touching, lovely.", "A bore. A long, long bore!", "touching and funny",
        "long and dull",
        "so lovely", "dull, dull, dull", "a funny film", "what a dull film",
    ];

    private static readonly float[] Labels = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0];

    private static TextVectorization Vectorize(OutputMode mode = OutputMode.Int, int? length = 6)
    {
        var layer = new TextVectorization(outputMode: mode, outputSequenceLength: mode == OutputMode.Int ? length : null);
        layer.Adapt(Texts);
        return layer;
    }

    private static Sequential Model(Layer? first, int words, int? length = 6)
    {
        var model = new Sequential();
        model.Add(first ?? new Input([length ?? Shape.Unknown], null));
        model.Add(new Embedding(words, 4, embeddingsInitializer: new RandomUniform(seed: 1), maskZero: true));
        model.Add(new LSTM(5, kernelInitializer: new GlorotUniform(seed: 2), recurrentInitializer: new Orthogonal(seed: 3)));
        model.Add(new Dense(1, activation: "sigmoid", kernelInitializer: new GlorotUniform(seed: 4)));
        model.Options = new ModelOptions { Seed = 5, Output = TextWriter.Null };
        model.Compile(new Adam(0.01), "binary_crossentropy", ["accuracy"]);
        return model;
    }

    [Theory]
    [InlineData(6)]
    [InlineData(null)]
    public void Fit_Texts_IsFitOfTheirNumbers(int? length)
    {
        TextVectorization vectorize = Vectorize(length: length);
        Sequential ofTexts = Model(vectorize, vectorize.VocabularySize, length), ofNumbers = Model(null, vectorize.VocabularySize, length);
        Tensor<float> numbers = vectorize.Call(Texts);
        History texts = ofTexts.Fit(Texts, Labels, batchSize: length is null ? 10 : 3, epochs: 4, verbose: Verbosity.Silent);
        History same = ofNumbers.Fit(numbers, Labels, batchSize: length is null ? 10 : 3, epochs: 4, verbose: Verbosity.Silent);
        Assert.Equal(same["loss"], texts["loss"]);
        Assert.Equal(ofNumbers.Predict(numbers, verbose: Verbosity.Silent).ToArray(),
            ofTexts.Predict(Texts, verbose: Verbosity.Silent).ToArray());
        Assert.Equal(ofNumbers.Evaluate(numbers, Labels, verbose: Verbosity.Silent).Loss,
            ofTexts.Evaluate(Texts, Labels, verbose: Verbosity.Silent).Loss);
        Assert.Equal(1, ofTexts.Predict(["what a film"], verbose: Verbosity.Silent).Lengths[0]);
    }

    [Fact]
    public void Fit_StreamOfTexts_IsFitOfTheArray()
    {
        TextVectorization vectorize = Vectorize();
        Sequential array = Model(vectorize, vectorize.VocabularySize), stream = Model(Vectorize(), vectorize.VocabularySize);
        History one = array.Fit(Texts, Labels, batchSize: 4, epochs: 3, verbose: Verbosity.Silent, shuffle: false);
        History other = stream.Fit(Texts.Zip(Labels), batchSize: 4, epochs: 3, verbose: Verbosity.Silent);
        Assert.Equal(one["loss"], other["loss"]);
        Assert.Equal(array.Predict(Texts, verbose: Verbosity.Silent).ToArray(),
            stream.Predict(Dataset.From(Texts).Batch(3), verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Predict_ManyThreads_GiveTheSame()
    {
        TextVectorization vectorize = Vectorize();
        Sequential model = Model(vectorize, vectorize.VocabularySize);
        float[] want = model.Predict(Texts, verbose: Verbosity.Silent).ToArray();
        Parallel.For(0, 40,
            i => Assert.Equal(want, model.Predict(Texts, batchSize: 1 + i % 3 * 10, verbose: Verbosity.Silent).ToArray(),
                (a, b) => Math.Abs(a - b) < 1e-6));
    }

    [Fact]
    public void FunctionalModel_TextsAndNumbersInSeveralInputs_TrainsAndPredicts()
    {
        var city = new StringLookup(vocabulary: ["Oslo", "Rome"], outputMode: OutputMode.OneHot);
        var code = new IntegerLookup(vocabulary: [70, 80]);
        SymbolicTensor town = Input.Of([1], "town", "string"), number = Input.Of([1], "number", "int64"), age = Input.Of([1], "age");
        SymbolicTensor joined = Merge.Concatenate(city.Apply(town), code.Apply(number).Embedding(3, 2).Flatten(),
            age.Discretization([18, 65], outputMode: OutputMode.OneHot), age);
        var model = new Model([town, number, age], joined.Dense(1, kernelInitializer: "ones"), "table")
        { Options = new ModelOptions { Seed = 1, Output = TextWriter.Null } };
        model.Compile(new Adam(0.05), "mean_squared_error");
        ModelData x = new Dictionary<string, ModelData>
        {
            ["town"] = new[] { "Oslo", "Rome", "Bern", "Oslo" },
            ["number"] = new[] { 70L, 80, 90, 70 },
            ["age"] = new[] { 10f, 20, 70, 30 }
        };
        float[] y = [1, 2, 3, 1];
        History history = model.Fit(x, y, batchSize: 2, epochs: 30, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < history["loss"][0] / 4, $"{history["loss"][0]} to {history["loss"][^1]}");
        // One number and one text per sample, by name, as samples of a stream.
        var rows = Enumerable.Range(0, 4)
            .Select(i => new Dictionary<string, object>
            {
                ["town"] = new[] { "Oslo", "Rome", "Bern", "Oslo" }[i],
                ["number"] = new[] { 70L, 80, 90, 70 }[i],
                ["age"] = new[] { 10f, 20, 70, 30 }[i]
            });
        Assert.Equal(model.Predict(x, verbose: Verbosity.Silent).ToArray(),
            model.Predict(rows.Batch(3), verbose: Verbosity.Silent).ToArray());
        Assert.Equal(4, model.TrainOnBatch(x, y).Count > 0 ? 4 : 0);
    }

    [Fact]
    public void NestedModels_OfAllKinds_ComputeTheSame()
    {
        TextVectorization vectorize = Vectorize();
        Sequential core = Model(null, vectorize.VocabularySize);
        float[] want = core.Predict(vectorize.Call(Texts), verbose: Verbosity.Silent).ToArray();
        // Texts to numbers as a model, the rest as a model: the end-to-end model of Keras's guides.
        SymbolicTensor input = Input.Of([1], "texts", "string"), other = Input.Of([1], "others", "string");
        var before = new Model(input, vectorize.Apply(input));
        Assert.Equal(vectorize.Call(Texts).ToArray(), before.Predict(Texts, verbose: Verbosity.Silent).ToArray());
        Assert.Equal(want, new Model(other, core.Apply(before.Apply(other))).Predict(Texts, verbose: Verbosity.Silent).ToArray());
        // A model with both inside another one.
        SymbolicTensor outer = Input.Of([1], "outer", "string");
        var both = new Sequential { vectorize, core };
        var around = new Model(outer, both.Apply(outer) * 2);
        Assert.Equal(want.Select(v => v * 2), around.Predict(Texts, verbose: Verbosity.Silent).ToArray());
        around.Compile(new Sgd(0.1), "mean_squared_error");
        around.Options = new ModelOptions { Output = TextWriter.Null };
        around.Fit(Texts, Labels, epochs: 2, verbose: Verbosity.Silent);
        Assert.NotEqual(want, core.Predict(vectorize.Call(Texts), verbose: Verbosity.Silent).ToArray());
    }

    [Fact]
    public void Sequential_WithoutInput_LearnsItFromTheData()
    {
        var strings = new Sequential { new Hashing(5), new Flatten() };
        Assert.Equal(3, (int)strings.Predict(["a", "b", "c"], verbose: Verbosity.Silent).Lengths[0]);
        Assert.Equal("string", strings.InputLayer!.DType);
        var numbers = new Sequential { new Hashing(5), new Flatten() };
        Assert.Equal(new Hashing(5).Call(new[] { 1, 2, 3 }).ToArray(),
            numbers.Predict(new[] { 1, 2, 3 }, verbose: Verbosity.Silent).ToArray());
        var lookup = new Sequential { new StringLookup(vocabulary: ["a"], outputMode: OutputMode.OneHot), new Dense(1) };
        Assert.Equal(2, (int)lookup.Predict(["a", "b"], verbose: Verbosity.Silent).Lengths[0]);
        Assert.Contains("(None, 6)", new Sequential { Vectorize() }.SummaryText(), StringComparison.Ordinal);
    }

    [Fact]
    public void LayersAtTheWrongPlace_AreRefusedByName()
    {
        SymbolicTensor input = Input.Of([1], "numbers");
        Assert.Contains("'lookup'",
            Assert.Throws<ArgumentException>(() => new IntegerLookup(vocabulary: [1], name: "lookup").Apply(input.Dense(1))).Message,
            StringComparison.Ordinal);
        Assert.Contains("dtype: \"string\"",
            Assert.Throws<ArgumentException>(() => new StringLookup(name: "lookup", vocabulary: ["a"]).Apply(input)).Message,
            StringComparison.Ordinal);
        SymbolicTensor text = Input.Of([1], "words", "string");
        Assert.Contains("'words'",
            Assert.Throws<ArgumentException>(
                () => new Model(text, Merge.Concatenate(text.Flatten(), new StringLookup(vocabulary: ["a"]).Apply(text)))).Message,
            StringComparison.Ordinal);
        Assert.Contains("texts",
            Assert.Throws<ArgumentException>(
                () => new Model(input, new StringLookup(vocabulary: ["a"], invert: true).Apply(input))).Message, StringComparison.Ordinal);
        var mixed = new Sequential { new Input([1], null), new Dense(1) };
        Assert.Throws<ArgumentException>(() => mixed.Add(new Hashing(3)));
        var inner = new Sequential { new Hashing(3), new Dense(1) };
        Assert.Contains("hashing", Assert.Throws<ArgumentException>(() => new Model(input, inner.Apply(input.Dense(1)))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(
            () => new StringLookup(vocabulary: ["a"], outputMode: OutputMode.Count).Apply(Input.Of([], "one", "string")));
    }

    [Fact]
    public void Data_OfTheWrongKind_IsRefusedByName()
    {
        TextVectorization vectorize = Vectorize();
        Sequential ofTexts = Model(vectorize, vectorize.VocabularySize), ofNumbers = Model(null, 3);
        Assert.Contains("takes texts",
            Assert.Throws<ArgumentException>(() => ofTexts.Predict(new float[2, 1], verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
        Assert.Contains("takes numbers",
            Assert.Throws<ArgumentException>(() => ofNumbers.Predict(new string[2, 6], verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
        Assert.Contains("text 1 is null",
            Assert.Throws<ArgumentException>(() => ofTexts.Predict(new[] { "a", null! }, verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
        Assert.Contains("targets must be numbers",
            Assert.Throws<ArgumentException>(() => ofTexts.Fit(Texts, Texts, verbose: Verbosity.Silent)).Message, StringComparison.Ordinal);
        Assert.Contains("list of one",
            Assert.Throws<ShapeMismatchException>(() => ofTexts.Predict("a film", verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => ofTexts.PredictOnBatch("a film"));
        Assert.Throws<ShapeMismatchException>(() => new Sequential { new Hashing(3) }.Predict("a", verbose: Verbosity.Silent));
        Assert.Throws<InvalidOperationException>(
            () => new Sequential { new TextVectorization(outputMode: OutputMode.Count), new Dense(1) });
    }

    [Fact]
    public void Fit_StandardizeOfTheUser_IsCalledBatchByBatch()
    {
        int calls = 0;
        var vectorize = new TextVectorization(standardize: TextStandardization.Create("count", text =>
        {
            Interlocked.Increment(
            ref calls); return text;
        }), vocabulary: ["a"], outputSequenceLength: 2);
        var model = new Sequential { vectorize, new Embedding(3, 2), new Flatten(), new Dense(1) };
        model.Options = new ModelOptions { Output = TextWriter.Null };
        model.Compile("sgd", "mean_squared_error");
        model.Fit(Texts, Labels, batchSize: 3, epochs: 1, stepsPerEpoch: 2, verbose: Verbosity.Silent);
        Assert.Equal(6, calls);
    }

    [Fact]
    public void Call_ValuesOfTensors_GoThroughTheHostToo()
    {
        var lookup = new IntegerLookup(vocabulary: [70, 80], outputMode: OutputMode.OneHot);
        Tensor<float> codes = Tensor.Create([80f, 1, 70], [3, 1]);
        Assert.Equal([0f, 0, 1, 1, 0, 0, 0, 1, 0], ((Layer)lookup).Call(codes).ToArray());
        var model = new Sequential { lookup, new Dense(2) };
        float[] called = model.Call(codes).ToArray();
        Assert.Equal(model.Predict(codes, verbose: Verbosity.Silent).ToArray(), called);
        TrainStep step = TrainStep.Define((x, t) => new() { ["loss"] = Ops.Mean(x) });
        Assert.Contains("vectorize.Call",
            Assert.Throws<ArgumentException>(() => step.Fit(Texts, epochs: 1, verbose: Verbosity.Silent)).Message,
            StringComparison.Ordinal);
    }
}
