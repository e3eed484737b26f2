"""First and family names of people who do not exist, as varied as France is."""


def words(text: str) -> list[str]:
    return text.split()


WOMEN = words("""
Adèle Agathe Aïcha Alice Alix Amandine Amélie Amina Anaïs Andrée Anne Anne-Laure Annick Apolline Ariane Assia
Aude Audrey Aurélie Aurore Axelle Béatrice Bénédicte Bintou Brigitte Camille Carole Caroline Catherine Cécile
Céline Chantal Charlène Charlotte Chloé Christelle Christiane Claire Clara Clarisse Claudine Clémence Coralie
Corinne Dalila Daphné Delphine Diane Dominique Dorothée Édith Éléonore Élise Élodie Éloïse Émilie Emma Ermeline
Estelle Esther Eugénie Fanny Fatima Fatoumata Flavie Florence Françoise Frédérique Gaëlle Geneviève Ghislaine
Gwenaëlle Hélène Héloïse Houria Ilham Inès Ingrid Isabelle Jade Jeanne Jocelyne Joséphine Juliette Justine Karima
Katell Khadija Laëtitia Laure Laurence Laurène Léa Leïla Lina Linh Lise Louise Lucie Ludivine Lydie Maëlle
Magali Malika Manon Margaux Marie Marie-Claude Marie-Pierre Marianne Marina Marine Mariama Marion Martine Maryse
Mathilde Maud Mélanie Mélissa Meriem Mireille Morgane Muriel Myriam Nadège Nadia Naïma Nathalie Nicole Nina
Noémie Nolwenn Odile Ophélie Oriane Pascale Patricia Paule Pauline Perrine Rachida Raphaëlle Régine Rokia
Rosalie Roxane Sabine Sabrina Salima Salomé Samia Sandrine Sarah Séverine Sofia Solange Solène Sonia Sophie
Soraya Stéphanie Suzanne Sylvie Tiphaine Valérie Vanessa Véronique Victoire Virginie Viviane Yamina Yasmine
Yolande Zoé
""")

MEN = words("""
Abdel Adama Adrien Alain Alban Alexandre Alexis Ali Amadou Amaury Amine André Anthony Antoine Antonio Armand
Arnaud Arthur Aurélien Aymeric Baptiste Bastien Benjamin Benoît Bernard Bertrand Boris Boubacar Brahim Brice Bruno
Cédric Cheikh Christian Christophe Claude Clément Cyril Damien Daniel David Denis Didier Dominique Driss Édouard
Élie Emmanuel Enzo Éric Erwan Étienne Fabien Fabrice Farid Félix Ferdinand Florent Florian Franck François
Frédéric Gabriel Gaël Gaëtan Gautier Georges Gérald Gérard Germain Gilles Goulven Grégoire Grégory Guillaume
Gwendal Hakim Hamid Hassan Henri Hervé Hugo Hugues Ibrahima Idriss Ismaël Jacques Jean Jean-Baptiste Jean-Luc
Jean-Marc Jean-Michel Jean-Philippe Jérémie Jérôme Joachim Joël Jonathan Joseph Julien Karim Kévin Khalid Laurent
Léo Lionel Loïc Louis Luc Lucas Ludovic Malik Mamadou Marc Marcel Marius Martin Mathieu Matthias Maurice Maxence
Maxime Mehdi Michel Mickaël Minh Mohamed Mourad Nabil Nathan Nicolas Noël Olivier Omar Oscar Ousmane Pascal Patrice
Patrick Paul Philippe Pierre Pierre-Yves Quentin Rachid Raphaël Raymond Rémi Renaud René Richard Robin Rodolphe
Roger Romain Ronan Sacha Salim Samuel Sébastien Serge Simon Slimane Sofiane Souleymane Stéphane Sylvain Tanguy
Théo Thibault Thierry Thomas Timothée Tristan Valentin Victor Vincent Wilfried William Xavier Yacine Yann Yannick
Youssef Yvan Yves Zacharie
""")

FAMILIES = words(
    """
Abadie Abdallah Achard Adam Aguilar Alary Albertini Allard Almeida Amar Andrieu Angelini Antoine Arnaud Arnoux
Asselin Aubert Aubry Auger Aupetit Azoulay Bachelet Bailly Bakhti Balde Barbier Baron Barre Barthélemy Bastide
Baudouin Bazin Beaufils Beaumont Becker Bellanger Bellec Belmonte Benali Benard Bénichou Benoist Bensaïd Bérard Berger
Bernardi Berthelot Bertin Besson Bianchi Bigot Blanchard Blondel Bocquet Boisseau Bonhomme Bonnard Bonnet Bordes
Bossard Botella Bouaziz Boucher Boudet Boulanger Bourdin Bourgeois Boutin Bouvier Boyer Brault Breton Briand
Brunet Bui Buisson Cabrera Camara Camus Cardoso Carlier Caron Carpentier Carré Casanova Castel Ceccaldi
Chabert Chapuis Charpentier Charrier Chauvin Chebbi Chevalier Cissé Clerc Coelho Cohen Colas Collet Colin
Combes Cordier Cornet Correia Costa Coulibaly Courtois Cousin Crépin Cuvelier Dahan Daniel Dardenne David Debray
Decker Delahaye Delaunay Delcourt Delmas Demir Denis Deschamps Desmarets Devaux Diallo Diarra Didier Diop
Djebbar Dos-Santos Doucet Drouet Dubreuil Dufour Dumas Dumont Dupuis Durand Duval El-Amrani Esnault Esposito
Étienne Fabre Faivre Fall Faure Favre Fayolle Fernandes Ferrand Ferreira Fischer Fleury Fofana Fontaine Forestier
Fortin Foucher Fournier Frémont Gaillard Gallet Garcia Garnier Gauthier Gay Geoffroy Gérard Germain Ghazi Gilbert
Gillet Giraud Godard Gomes Gonzalez Gosselin Grandjean Granier Grimaldi Gros Guérin Gueye Guichard Guillot
Guyot Haddad Hamel Hamon Hardy Hébert Henry Hernandez Hervieu Hoarau Hoffmann Huet Humbert Husson Imbert Jacquet
Jamet Janvier Jaouen Joly Jourdan Julien Kaci Kadri Kaplan Keller Kerbrat Khelifi Klein Koné Kowalski Lacombe
Lacroix Lafont Lagarde Lambert Lamy Langlois Laroche Lassalle Laurens Lavigne Le-Bihan Leblanc Le-Floch Lebrun
Leclercq Lecomte Lefèvre Legrand Lejeune Lelièvre Lemaire Lemoine Lenoir Lepage Leroux Leroy Le-Gall Lesage Lévêque
Lévy Lopes Lopez Lucas Luciani Maes Mahé Maillard Mallet Mansour Marchal Marchand Maréchal Marie Marques
Martel Martinez Marty Mas Masson Mathieu Maurin Mauger Mazet Mendes Mercier Merlin Messaoudi Meunier Meyer Michaud
Michelet Millet Minier Monnier Montagne Morel Moreno Morvan Mougin Moulin Muller Nadal Navarro Ndiaye Neveu
Nguyen Nicolas Noël Nogueira Olivier Ollivier Orsini Ouedraogo Pages Paoli Paris Pascal Payet Pelletier Penot
Pereira Perez Perrault Perrin Petitjean Peyron Pham Philippe Picard Pichon Pineau Pinto Poirier Poisson Pons
Poulain Prévost Prigent Quéré Rabier Ramos Raynal Renard Renaud Rey Ribeiro Ricard Richard Rigaud Rivière Robin
Roche Rodrigues Rolland Romero Rossi Roussel Rousset Royer Ruiz Sabatier Saïdi Salaün Salles Samson Sanchez
Santoni Sarkissian Saulnier Schmitt Schneider Seguin Sellier Serra Silva Simonin Soler Soulier Sow Stephan
Sylla Tanguy Tavares Teixeira Terrier Texier Thibaut Thomas Tissier Torres Toure Tournier Traoré Tran Tual
Turpin Vaillant Valentin Vallet Vasseur Verdier Vernet Viala Vial Vidal Vigneron Villeneuve Vincent Voisin
Vuillemin Wagner Weber Weiss Yilmaz Zahra Zeller Zerbib Zidi Ziegler Zimmermann
""".replace("Dos-", "Dos_")
    .replace("El-", "El_")
    .replace("Le-", "Le_")
)
FAMILIES = [name.replace("_", " ") for name in FAMILIES]
