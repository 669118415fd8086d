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
        "A lovely film, and so funny!", "what a bore", "Funny, touching, lovely.", "A bore. A long, long bore!", "touching and funny", "long and dull",
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
        Assert.Equal(ofNumbers.Predict(numbers, verbose: Verbosity.Silent).ToArray(), ofTexts.Predict(Texts, verbose: Verbosity.Silent).ToArray());
        Assert.Equal(ofNumbers.Evaluate(numbers, Labels, verbose: Verbosity.Silent).Loss, ofTexts.Evaluate(Texts, Labels, verbose: Verbosity.Silent).Loss);
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
        Assert.Equal(array.Predict(Texts, verbose: Verbosity.Silent).ToArray(), stream.Predict(Dataset.From(Texts).Batch(3), verbose: Verbosity.Silent).ToArray());
    }
}
