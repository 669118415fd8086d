global using Fashion.Keras.Internal;
