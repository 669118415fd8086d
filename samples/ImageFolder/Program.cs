// Folders of pictures, one per class, to a trained CNN.
using System.Numerics.Tensors;
using Fashion.Keras;
using Fashion.Keras.Datasets;
using Fashion.Keras.Layers;
using Fashion.Keras.Samples;

var options = SampleOptions.Parse(args);
if (options.Seed is { } seed) Utils.SetRandomSeed(seed);
if (!Directory.Exists("pictures"))
{
    // None of your own: some are made, under another name until all of them are there.
    (ImageDataset drawn, ImageDataset drawnTest) = FashionMnist.Load(options.Data);
    Pictures.Write("pictures.new/train", drawn, options.Limit ?? 12_000);
    Pictures.Write("pictures.new/test", drawnTest, 2_000);
    Directory.Move("pictures.new", "pictures");
}

var (train, valid) = Dataset.FromImageFolder("pictures/train", imageSize: (28, 28), colorMode: ColorMode.Grayscale, seed: 7)
    .Split(validationSplit: 0.2);
var test = Dataset.FromImageFolder("pictures/test", imageSize: (28, 28), colorMode: ColorMode.Grayscale, classNames: train.ClassNames,
    shuffle: false);
Console.WriteLine($"{train.Count} pictures to train on, {valid.Count} to validate, {test.Count} to test, of {train.ClassNames.Count} " +
    $"classes: {string.Join(", ", train.ClassNames)}");

var model = new Sequential
{
    new Input(28, 28, 1),
    new Rescaling(1 / 255.0),
    new RandomFlip(FlipMode.Horizontal),
    new RandomTranslation(0.05, 0.05, FillMode.Constant),
    new Conv2D(32, 3, padding: Padding.Same, activation: "relu"),
    new MaxPooling2D(2),
    new Conv2D(64, 3, padding: Padding.Same, activation: "relu"),
    new MaxPooling2D(2),
    new Flatten(),
    new Dropout(0.3),
    new Dense(128, activation: "relu"),
    new Dense(train.ClassNames.Count, activation: "softmax"),
};
model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

// These pictures fit into memory, so that every file is decoded once; without Cache each epoch reads the files again.
model.Fit(train.Cache().Shuffle(20_000).Batch(32).Prefetch(2), epochs: options.Epochs ?? 10, validationData: valid.Cache().Batch(100));
var (_, accuracy) = model.Evaluate(test.Batch(100), verbose: Verbosity.Line);
Console.WriteLine($"Test accuracy: {accuracy:F4}");

// One picture by itself.
string path = test.FilePaths[0];
Tensor<float> picture = Utils.LoadImage(path, colorMode: ColorMode.Grayscale);
float[] shares = model.Predict(Tensor.Create(picture.ToArray(), [1, 28, 28, 1]), verbose: Verbosity.Silent).ToArray();
int best = Array.IndexOf(shares, shares.Max());
Console.WriteLine($"{Path.GetRelativePath(".", path)}: {train.ClassNames[best]} ({shares[best]:P0})");
